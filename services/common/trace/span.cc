#include "services/common/trace/span.h"

namespace zhiheng {

struct Span::State {
  SpanSink* sink;  // null: nobody will see it, so only its ids are kept
  const Clock* clock;
  SpanData data;
};

void RecordingSpanSink::Export(SpanData span) {
  MutexLock lock(&mutex_);
  spans_.push_back(std::move(span));
}

std::vector<SpanData> RecordingSpanSink::spans() const {
  MutexLock lock(&mutex_);
  return spans_;
}

void Span::Finish::operator()(State* state) const {
  if (state->sink != nullptr) {
    state->data.end = state->clock->Now();
    state->sink->Export(std::move(state->data));
  }
  delete state;
}

Span& Span::operator=(Span&& other) {
  state_ = std::move(other.state_);
  return *this;
}

const TraceContext& Span::context() const {
  static const TraceContext* const kNone = new TraceContext();
  return state_ == nullptr ? *kNone : state_->data.context;
}

void Span::Set(absl::string_view key, absl::string_view value) {
  if (state_ != nullptr && state_->sink != nullptr) {
    state_->data.attributes.emplace_back(std::string(key), std::string(value));
  }
}

void Span::Set(absl::string_view key, int64_t value) {
  if (state_ != nullptr && state_->sink != nullptr) {
    state_->data.attributes.emplace_back(std::string(key), value);
  }
}

void Span::SetFlag(absl::string_view key, bool value) {
  if (state_ != nullptr && state_->sink != nullptr) {
    state_->data.attributes.emplace_back(std::string(key), value);
  }
}

void Span::SetStatus(const absl::Status& status) {
  if (state_ != nullptr && state_->sink != nullptr) {
    state_->data.status = status.code();
    state_->data.status_message = std::string(status.message());
  }
}

void Span::End() { state_.reset(); }

Span Tracer::Start(absl::string_view name, SpanKind kind,
                   const TraceContext& parent) const {
  auto* state = new Span::State{nullptr, clock_, {}};
  state->data.context = parent.Child();
  if (sink_ == nullptr || !state->data.context.sampled) return Span(state);
  state->sink = sink_;
  state->data.parent = parent.valid() ? parent.span_id : SpanId{};
  state->data.name = std::string(name);
  state->data.kind = kind;
  state->data.start = clock_->Now();
  return Span(state);
}

}  // namespace zhiheng
