#!/usr/bin/env python3
"""Writes rules.json: the forty rules as standard CEL over `label`.

Each expression is true when the rule is met. Term lists and tables are written
out as literals, as an author without our extensions would have to.
"""
import json
import re

TERMS = """全元 多元 高产 双效 多效 增长 促长 高肥力 活性 活力 强力 激活 高效 特效
抗逆 抗害 高能 多能 全营养 保绿 保花 保果 肥王 全元素 第一 最佳 最优 顶级 极品 神效
奇效 速效王 万能 包治 根治 永久 百分百 零风险 无敌 霸王 至尊 独家 国家级 世界级
领先 冠军 绝对 完美 祖传 秘方 特供 专供 免检 驰名 名牌 王牌 首选 唯一 突破 革命性""".split()
TYPES = """straight_N straight_P straight_K MAP DAP MKP compound blended
org_inorg organic bio_organic microbial_agent ws_macro ws_secondary ws_micro
ws_amino ws_humic micro secondary soil_conditioner""".split()
MIN_TOTAL = {"compound": 25.0, "blended": 35.0, "org_inorg": 15.0,
             "organic": 4.0, "ws_macro": 50.0, "DAP": 53.0, "MAP": 52.0}
STALE = ["GB 15063-2009", "GB 18877-2009", "GB 21633-2008", "NY 525-2012",
         "NY 1107-2010", "HG 2321-1992", "GB 10205-2009"]
LIMITS = {"Cd": 10.0, "Hg": 5.0, "As": 50.0, "Pb": 200.0, "Cr": 500.0}
USCC = "[0-9A-HJ-NPQRTUWXY]"

def lit(value):
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(lit(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{lit(k)}: {lit(v)}" for k, v in value.items()) + "}"
    return repr(value)

def rx(text):
    return lit(text)

terms = lit(TERMS)
sum6 = " + ".join(
    f"(size(label.components) > {i} ? label.components[{i}].pct : 0.0)" for i in range(6))

RULES = [
    ("F01", 'label.name != ""'),
    ("F02", 'label.producer != ""'),
    ("F03", 'label.address != ""'),
    ("F04", 'label.certificate'),
    ("F05", 'label.batch != "" || label.made_on != ""'),
    ("F06", 'label.instructions != ""'),
    ("F07", 'label.storage != ""'),
    ("F08", f'label.formula.matches({rx("^[0-9]{1,2}-[0-9]{1,2}-[0-9]{1,2}$")})'),
    ("F09", f'label.standard.matches({rx("^(GB|GB/T|HG/T|NY/T|NY|DB[0-9]{2}(/T)?|T/[A-Z]+|Q/[A-Z0-9]+) [0-9]+([.][0-9]+)?[-—][0-9]{4}$")})'),
    ("F10", f'label.licence == "" || label.licence.matches({rx("^([(（][一-龥][)）])?XK13-00[12]-[0-9]{5}$")})'),
    ("F11", f'label.uscc.matches({rx("^" + USCC + "{2}[0-9]{6}" + USCC + "{10}$")})'),
    ("F12", f'label.phone.matches({rx("^(0[0-9]{2,3}-)?[0-9]{7,8}$|^1[3-9][0-9]{9}$|^400-[0-9]{3}-[0-9]{4}$")})'),
    ("F13", f'label.postcode.matches({rx("^[0-9]{6}$")})'),
    ("F14", f'label.made_on.matches({rx("^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")})'),
    ("F15", f'label.barcode.matches({rx("^69[0-9]{11}$")})'),
    ("F16", 'label.n + label.p2o5 + label.k2o - label.total <= 0.05 && '
            'label.n + label.p2o5 + label.k2o - label.total >= -0.05'),
    ("F17", f'!(label.type in {lit(list(MIN_TOTAL))}) || label.total >= {lit(MIN_TOTAL)}[label.type]'),
    ("F18", 'label.nutrients.all(x, x.pct > 0.0 && x.pct <= 100.0)'),
    ("F19", f'{sum6} >= 99.5 && {sum6} <= 100.5'),
    ("F20", 'label.nutrients.exists(x, x.symbol == "N" && x.pct == label.n)'),
    ("F21", 'label.type != "DAP" || label.n >= 13.0 && label.p2o5 >= 38.0'),
    ("F22", 'label.type != "compound" || [label.n, label.p2o5, label.k2o].all(x, x == 0.0 || x >= 4.0)'),
    ("F23", 'label.chloride_mark == (label.chloride <= 3.0 ? "" : label.chloride <= 15.0 ? "含氯（低氯）" : '
            'label.chloride <= 30.0 ? "含氯（中氯）" : "含氯（高氯）")'),
    ("F24", 'label.chloride <= 30.0 || label.warnings.exists(w, w.contains("忌氯"))'),
    ("F25", 'label.moisture <= 5.0'),
    ("F26", 'label.elements.all(x, x.symbol in ["Ca", "Mg", "S"] ? x.pct >= 1.0 : x.pct >= 0.02)'),
    ("F27", 'label.elements.all(a, label.elements.filter(b, b.symbol == a.symbol).size() == 1)'),
    ("F28", f'label.type in {lit(TYPES)}'),
    ("F29", 'label.net_unit in ["kg", "g", "L", "mL", "千克", "克", "升", "毫升"]'),
    ("F30", f'!{terms}.exists(t, label.claims.exists(c, c.contains(t)))'),
    ("F31", f'!{terms}.exists(t, label.name.contains(t))'),
    ("F32", f'!{terms}.exists(t, label.trade_name.contains(t))'),
    ("F33", ' && '.join(f'("{k}" in label.limits) && label.limits["{k}"] <= {v}' for k, v in LIMITS.items())),
    ("F34", f'label.limits.all(k, k in {lit(list(LIMITS))})'),
    ("F35", '!label.imported || label.contract_no != "" && label.origin != "" && label.importer != ""'),
    ("F36", 'label.type != "DAP" || label.licence == ""'),
    ("F37", 'label.made_on <= label.checked_on'),
    ("F38", 'label.expires_on == "" || label.expires_on > label.made_on'),
    ("F39", f'label.made_on < "2022-05-01" || !(label.standard in {lit(STALE)})'),
    ("F40", 'label.net_value > 0.0 && (label.net_unit != "kg" || label.net_value == label.package_kg)'),
]

# The same rules in the language of GoRules ZEN, for that subject alone: it has no
# order of strings (dates are compared as dates) and no maps to look things up in
# (nested conditionals instead).
MIN_TOTAL_ZEN = "".join(f'label.type == {lit(k)} ? {v} : ' for k, v in MIN_TOTAL.items()) + "0"
ZEN = {
    "F05": 'label.batch != "" or label.made_on != ""',
    "F10": f'label.licence == "" or matches(label.licence, {rx("^([(（][一-龥][)）])?XK13-00[12]-[0-9]{5}$")})',
    "F16": 'label.n + label.p2o5 + label.k2o - label.total <= 0.05 and '
           'label.n + label.p2o5 + label.k2o - label.total >= -0.05',
    "F17": f'label.total >= ({MIN_TOTAL_ZEN})',
    "F18": 'all(label.nutrients, #.pct > 0 and #.pct <= 100)',
    "F19": 'sum(map(label.components, #.pct)) >= 99.5 and sum(map(label.components, #.pct)) <= 100.5',
    "F20": 'some(label.nutrients, #.symbol == "N" and #.pct == label.n)',
    "F21": 'label.type != "DAP" or label.n >= 13 and label.p2o5 >= 38',
    "F22": 'label.type != "compound" or all([label.n, label.p2o5, label.k2o], # == 0 or # >= 4)',
    "F24": 'label.chloride <= 30 or some(label.warnings, contains(#, "忌氯"))',
    "F26": 'all(label.elements, #.symbol in ["Ca", "Mg", "S"] ? #.pct >= 1 : #.pct >= 0.02)',
    "F27": 'all(label.elements as a, count(label.elements as b, b.symbol == a.symbol) == 1)',
    "F30": f'not (some({terms} as t, some(label.claims as c, contains(c, t))))',
    "F31": f'not (some({terms} as t, contains(label.name, t)))',
    "F32": f'not (some({terms} as t, contains(label.trade_name, t)))',
    "F33": " and ".join(f'label.limits.{k} != null and label.limits.{k} <= {v}' for k, v in LIMITS.items()),
    "F34": f'all(keys(label.limits), # in {lit(list(LIMITS))})',
    "F35": 'label.imported == false or label.contract_no != "" and label.origin != "" and label.importer != ""',
    "F36": 'label.type != "DAP" or label.licence == ""',
    "F37": 'd(label.made_on) <= d(label.checked_on)',
    "F38": 'label.expires_on == "" or d(label.expires_on) > d(label.made_on)',
    "F39": f'd(label.made_on) < d("2022-05-01") or not (label.standard in {lit(STALE)})',
    "F40": 'label.net_value > 0 and (label.net_unit != "kg" or label.net_value == label.package_kg)',
}

def zen(name, expr):
    if name in ZEN:
        return ZEN[name]
    call = re.fullmatch(r'(label\.\w+)\.matches\((.*)\)', expr)
    return f'matches({call[1]}, {call[2]})' if call else expr

if __name__ == "__main__":
    print(json.dumps({"terms": TERMS,
                      "rules": [{"id": i, "expr": e, "zen": zen(i, e)} for i, e in RULES]},
                     ensure_ascii=False, indent=1))
