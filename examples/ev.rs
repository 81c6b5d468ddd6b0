#![allow(warnings)]
use serde_yaml::granit_parser::Parser;
fn main() {
    let cases = [
        "a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\n",
        "a: 0x1f\nb: 1.10\nc: .5\nd: -3\ne: 1e3\nf: +\ng: !!str 5\nh: 1_000\ni: 12:30\nj: .\nk: 99999999999999999999\n",
        "a: 1\na: 2\n",
        "\u{feff}a: 1\n",
        "- a -> b: charges: cards\n",
        "- a -> b: x #12\n- c\n",
        "l: [x] y\n",
        "l: {x} y\n",
        "l: !imp now\n",
        "l: @x\n",
        "l: %x\n",
        "%x: 1\n",
        "l: *all\n",
        "l: * all\n",
        "l: &foo bar\n",
        "a:\n\tb: 1\n",
        "a: 1\n---\nb: 2\n",
        "fields:\n  [field_name]: [type]\n",
        "a: {{ x }}\n",
        "200: x\n",
        "a: [b -[x]-> c]\n",
        "a: [b -> c: x [H], d]\n",
        "a: 'x\n",
        "a: [x, y\n",
        "a: \"x\\q\"\n",
        "a: b\n  c: d\n",
        "a:\n  b: 1\n c: 2\n",
        "a\nb: 1\n",
        "a: |\n  x\n  y\nb: >-\n  z\n\n",
        "a:\nb: \n",
        "stroke: #c00\n",
        "? [a]\n: b\n",
        "a: `x`\n",
        "- \"a -> b\": x y\n",
        "a: x\r\nb:\r\n  - c\r\n",
        "",
        "# c\n",
        "a: 1\n...\nfoo\n",
        "é: ü 日本\nb: x: y\n",
        "a: - b\n",
        "a: b -> c: d\n",
        "\"a\" b: c\n",
        "a: \"x\" y\n",
        ": x\n",
        "a: {b: c\nd: e\n",
        "a: ]\n",
        "a:b\nc: d\n",
        "a: {b:c, d}\n",
        "a: x\n  y z\nb: 2\n",
        "&x a: *x\n",
        "a: &x {b: *x}\n",
        "a: \"q\n  r\"\n",
    ];
    for c in cases {
        println!("=== {c:?}");
        let r = groundplan::describe::yaml::parse(c, groundplan::base::SourceId(0));
        for d in &r.diagnostics {
            println!(
                "  {} {:?} {} | {}",
                d.code.name(),
                d.span.map(|s| (s.start, s.end)),
                d.message,
                d.help.clone().unwrap_or_default()
            );
        }
        println!("  {}", r.value.map_or("none".into(), |v| show(&v)));
    }
    let big: Vec<(&str, String)> = vec![
        ("deep", "[".repeat(8_000_000)),
        ("deepmap", "a: {".repeat(1_000_000)),
        ("q", "? ".repeat(4_000_000)),
        ("dash", "- ".repeat(4_000_000)),
        ("comments", "# x\n".repeat(2_000_000)),
        ("spaces", " ".repeat(8_000_000)),
        ("nl", "\n".repeat(8_000_000)),
        ("word", "x".repeat(8_000_000)),
        ("words", "x y ".repeat(2_000_000)),
        ("lines", "x\n".repeat(4_000_000)),
        ("quote", format!("\"{}", "x\n ".repeat(2_000_000))),
        ("colon", "a: ".repeat(2_000_000)),
        ("flow", format!("[{}", "a, ".repeat(2_000_000))),
        ("items", "- a\n".repeat(2_000_000)),
        ("keys", (0..800_000).map(|i| format!("k{i}: 1\n")).collect()),
        ("anchors", (0..50_000).map(|i| format!("- &a{i} x\n")).collect()),
        (
            "laughs",
            (0..30)
                .map(|i| {
                    if i == 0 {
                        "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned()
                    } else {
                        format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 9].join(","))
                    }
                })
                .collect(),
        ),
        ("bigtext", format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(4_000_000), vec!["*a"; 90_000].join(","))),
        (
            "nestanchor",
            format!(
                "{}{}{}",
                (0..60).map(|i| format!("&a{i} [")).collect::<String>(),
                "x,".repeat(90_000),
                "]".repeat(60)
            ),
        ),
        ("tabs", "\ta: 1\n".repeat(1_000_000)),
        ("tabs2", "a:\n\tb: 1\n".repeat(1_00_000)),
        ("colons", "- a: b: c\n".repeat(90_000)),
        ("at", "- @x\n".repeat(100_000)),
        (
            "merge",
            format!(
                "a: &a {{{}}}\nb: [{}]\n",
                (0..300).map(|i| format!("k{i}: 1,")).collect::<String>(),
                (0..150).map(|_| "{<<: *a}").collect::<Vec<_>>().join(",")
            ),
        ),
        ("tag", format!("a: !{} x", "t".repeat(4_000_000))),
        ("bang", "! ".repeat(4_000_000)),
        ("amp", "&a ".repeat(2_000_000)),
        ("lit", format!("a: |\n{}", " x\n".repeat(2_000_000))),
        ("cr", "\r".repeat(8_000_000)),
        ("hash", "a #x ".repeat(1_000_000)),
        ("esc", format!("\"{}\"", "\\u0041".repeat(1_000_000))),
        ("doc", "---\n".repeat(2_000_000)),
        ("pct", "%a b\n".repeat(1_000_000)),
        ("amplines", (0..40_000).map(|i| format!("&a{i} k{i}: v #c\n")).collect()),
        ("oneline", format!("[{}]", (0..90_000).map(|i| format!("&a{i} x #y")).collect::<Vec<_>>().join(","))),
        ("oneline2", format!("[{}]", vec!["x "; 90_000].join(","))),
    ];
    for (name, text) in big {
        let t = std::time::Instant::now();
        let r = groundplan::describe::yaml::parse(&text, groundplan::base::SourceId(0));
        println!(
            "{name} {:?} {} {:?}",
            t.elapsed(),
            r.diagnostics.len(),
            r.diagnostics.first().map(|d| (
                d.code.name(),
                d.span.map(|s| s.start),
                d.message.chars().take(70).collect::<String>()
            ))
        );
    }
    println!(
        "{}",
        std::fs::read_to_string("/proc/self/status")
            .unwrap()
            .lines()
            .filter(|l| l.starts_with("VmHWM"))
            .collect::<String>()
    );
}
fn show(v: &groundplan::describe::yaml::Value) -> String {
    use groundplan::describe::yaml::Data::*;
    match &v.data {
        Null => "null".into(),
        Bool(b) => format!("{b}"),
        Int(i) => format!("{i}"),
        Float(i) => format!("{i}f"),
        Text(t) => format!("{t:?}"),
        List(l) => format!("[{}]", l.iter().map(show).collect::<Vec<_>>().join(", ")),
        Map(l) => format!(
            "{{{}}}",
            l.iter().map(|e| format!("{:?}: {}", e.key, show(&e.value))).collect::<Vec<_>>().join(", ")
        ),
    }
}
