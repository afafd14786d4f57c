//! Mermaid in, pictures out.
//!
//! In: a diagram's text. Out: a drawing, or what is wrong with the text in words of our own. The library
//! follows Mermaid's grammar; how wide text is, and the colours, are ours.

use std::sync::OnceLock;

use merman::svg::{
    DeterministicTextMeasurer, HostTheme, HostThemeAppearance, MeasurementProfileId, Presentation,
    PresentationError, RenderResourcePolicy, ResolvedPresentation, ResourceLimitId, SvgPipeline,
    TextMeasurementPolicy, TextMeasurementProfile, TextMeasurementProfileIdentity, TextStyle, ThemeRole,
};
use merman::{
    Engine, MermaidConfig, OperationControl, ParseOptions, RenderError, RenderOutput, RenderRequest,
    Renderer, SvgEnvironment, SvgRequest, TerminalDiagnostic,
};
use serde_json::json;

use super::{crop, slip, sort, svg, width};
use crate::diagnostic::Severity;
use crate::diagram::{Drawing, Drawn, Fault};
use crate::nearest::nearest;

/// How much work one picture may take: a large one takes a tenth.
const MOST_WORK: usize = 2_000_000;
/// How deep groups may nest.
const DEEPEST: usize = 40;

/// Colours by what they are for: on a light page, and on a dark one. Those of the default theme.
const COLOURS: [(ThemeRole, &str, &str); 19] = [
    (ThemeRole::Canvas, "#ffffff", "#12151b"),
    (ThemeRole::Surface, "#eef1fc", "#20284a"),
    (ThemeRole::SurfaceAlt, "#f4f5f8", "#1b1f28"),
    (ThemeRole::SurfaceMuted, "#f4f5f8", "#1b1f28"),
    (ThemeRole::Text, "#14171f", "#e8eaf0"),
    (ThemeRole::SubtleText, "#474e5d", "#b4bbc8"),
    (ThemeRole::Border, "#2f45a8", "#a9b8ff"),
    (ThemeRole::Line, "#474e5d", "#b4bbc8"),
    (ThemeRole::EdgeLabelBackground, "#ffffff", "#12151b"),
    (ThemeRole::ClusterBackground, "#f4f5f8", "#1b1f28"),
    (ThemeRole::ClusterBorder, "#848b9a", "#727b8c"),
    (ThemeRole::NoteBackground, "#f4f5f8", "#1b1f28"),
    (ThemeRole::NoteBorder, "#848b9a", "#727b8c"),
    (ThemeRole::NoteText, "#14171f", "#e8eaf0"),
    (ThemeRole::ActorBackground, "#eef1fc", "#20284a"),
    (ThemeRole::ActorBorder, "#2f45a8", "#a9b8ff"),
    (ThemeRole::ActorText, "#14171f", "#e8eaf0"),
    (ThemeRole::ActivationBackground, "#dde0e7", "#2d333f"),
    (ThemeRole::ActivationBorder, "#848b9a", "#727b8c"),
];
/// Colours of slices, branches and periods.
const SERIES: [[&str; 6]; 2] = [
    ["#c9d3f7", "#c5e6d1", "#f6dfb5", "#efcfe4", "#c8e4ea", "#dde0e7"],
    ["#3f51a3", "#2d6a4f", "#8a5a12", "#7a3b69", "#3b6e7a", "#5c636f"],
];

/// What begins a line that sets colours, and the settings at a text's beginning that may.
const COLOURING: [&str; 10] = [
    "style ",
    "classDef ",
    "linkStyle ",
    "cssClass ",
    "UpdateElementStyle",
    "UpdateRelStyle",
    "UpdateBoundaryStyle",
    "rect ",
    "box ",
    "%%{",
];

/// Draws a diagram.
pub(super) fn draw(text: &str) -> Drawn {
    let first = sort::first_word(text);
    let light = render(text, false)?;
    let dark = if is_coloured(text) { None } else { Some(render(text, true)?.svg) };
    let title = if light.title.is_empty() { title(text) } else { light.title };
    Ok(Drawing {
        light: light.svg,
        dark,
        width: light.width,
        height: light.height,
        sort: first.and_then(|(_, word)| sort::name(word)).unwrap_or("Diagram").to_owned(),
        title,
        description: light.description,
        slips: slip::in_mermaid(text),
    })
}

/// What is wrong with a text that we wrote ourselves, which its author cannot mend line by line.
pub(super) fn not_ours(fault: Fault) -> Fault {
    match fault.severity {
        Severity::Error => {
            Fault::beyond("this graph cannot be drawn", "its text is shown instead; try a simpler one")
        }
        _ => Fault { line: 0, ..fault },
    }
}

/// Whether the author chose colours: they were chosen for a light page.
fn is_coloured(text: &str) -> bool {
    let sets = |line: &str| {
        let values = ["fill:", "stroke:", "color:"].into_iter().flat_map(|name| line.split(name).skip(1));
        // A relation's words may also be moved, which is no colour.
        if line.starts_with("UpdateRelStyle") {
            return line.split(',').skip(2).any(|it| !it.trim_start().starts_with("$offset"));
        }
        let is_style = ["style ", "classDef ", "linkStyle "].iter().any(|it| line.starts_with(it));
        !is_style || values.into_iter().any(|value| !value.trim_start().starts_with("none"))
    };
    let lines = || text.lines().map(str::trim);
    lines().any(|line| COLOURING.iter().any(|it| line.starts_with(it)) && sets(line))
        || lines().find(|line| !line.is_empty()) == Some("---") && text.contains("theme")
}

/// The title that a text gives its diagram, where it is not written for those who do not see it.
fn title(text: &str) -> String {
    let line = text.lines().map(str::trim).find_map(|line| {
        let rest = line.strip_prefix("title")?.strip_prefix([' ', ':'])?;
        Some(rest.trim().trim_start_matches(':').trim())
    });
    line.unwrap_or_default().trim_matches('"').to_owned()
}

fn render(text: &str, dark: bool) -> Result<svg::Picture, Fault> {
    if let Some(line) = too_deep(text) {
        let message = format!("groups nest deeper than {DEEPEST}");
        return Err(Fault { line, ..Fault::beyond(message, "draw fewer groups within groups") });
    }
    let look = look(dark).ok_or_else(|| beyond(""))?;
    // HTML labels are those that browsers lay out as Mermaid does.
    let config = json!({
        "look": "classic",
        "fontSize": 14,
        "themeVariables": { "fontSize": "14px" },
        "c4": c4(),
    });
    let engine = look.materialize_engine(Engine::new().with_site_config(MermaidConfig::from_value(config)));
    let renderer = Renderer::new().with_engine(engine).with_parse_options(ParseOptions::strict());
    let request = SvgRequest {
        pipeline: Some(SvgPipeline::parity()),
        presentation: look.render_policy(),
        environment: environment().ok_or_else(|| beyond(""))?,
        ..SvgRequest::default()
    };
    match renderer.render(RenderRequest::svg(text, OperationControl::new(), request)) {
        Ok(RenderOutput::Svg(Some(made))) => {
            let is_c4 = sort::first_word(text).is_some_and(|(_, word)| word.starts_with("C4"));
            let made = if is_c4 { crop::cropped(made.svg()) } else { made.svg().to_owned() };
            svg::cut_down(&made).ok_or_else(|| beyond(""))
        }
        Ok(_) | Err(RenderError::NoDiagram) => Err(unknown_sort(text)),
        Err(RenderError::Parse(wrong)) => Err(misread(&wrong, text)),
        Err(RenderError::ResourceLimitExceeded(_) | RenderError::Cancelled(_)) => {
            let hint = "show less in one picture, or make two of it";
            Err(Fault::beyond("this diagram is too large to draw", hint))
        }
        Err(other) => {
            Err(missing_element(&other.to_string(), text).unwrap_or_else(|| beyond(&other.to_string())))
        }
    }
}

/// How C4 diagrams are laid out: they are wide, so letters are large enough to be read when shrunk to a page.
fn c4() -> serde_json::Value {
    let mut c4 = json!({
        "diagramMarginX": 16, "diagramMarginY": 8, "c4ShapeMargin": 56, "c4ShapePadding": 16,
        "boundaryFontSize": 16, "messageFontSize": 15,
    });
    for element in ["person", "system", "container", "component"] {
        for (before, after) in
            ["", "external_"].into_iter().flat_map(|it| [(it, ""), (it, "_db"), (it, "_queue")])
        {
            c4[format!("{before}{element}{after}FontSize")] = 17.into();
        }
    }
    c4
}

/// The line on which groups nest too deep, if they do.
fn too_deep(text: &str) -> Option<u32> {
    let mut depth = 0_usize;
    for (n, line) in text.lines().map(str::trim).enumerate() {
        if line.starts_with("subgraph") || line.ends_with('{') {
            depth += 1;
        } else if line == "end" || line == "}" {
            depth = depth.saturating_sub(1);
        }
        if depth > DEEPEST {
            return u32::try_from(n + 1).ok();
        }
    }
    None
}

/// The colours and the font, made once.
fn look(dark: bool) -> Option<&'static ResolvedPresentation> {
    static LOOKS: [OnceLock<Option<ResolvedPresentation>>; 2] = [OnceLock::new(), OnceLock::new()];
    let made = || -> Result<ResolvedPresentation, PresentationError> {
        let appearance = if dark { HostThemeAppearance::Dark } else { HostThemeAppearance::Light };
        let mut theme = HostTheme::new().with_appearance(appearance).try_with_font_family(width::FAMILY)?;
        for (role, on_light, on_dark) in COLOURS {
            theme = theme.try_with_role(role, if dark { on_dark } else { on_light })?;
        }
        let theme = theme.try_with_series_palette(SERIES[usize::from(dark)])?;
        Ok(Presentation::new().with_theme(theme).resolve())
    };
    LOOKS[usize::from(dark)].get_or_init(|| made().ok()).as_ref()
}

fn environment() -> Option<SvgEnvironment> {
    let width = |text: &str, style: &TextStyle| width::of(text, style.font_size);
    let measurer = DeterministicTextMeasurer::default().with_width_callback(width);
    let name = MeasurementProfileId::new("onramp.helvetica").ok()?;
    let identity = TextMeasurementProfileIdentity::new(name, "1").ok()?;
    let policy = TextMeasurementPolicy::uniform(TextMeasurementProfile::new(identity, measurer));
    let limits = RenderResourcePolicy::interactive()
        .with_limit(ResourceLimitId::MaxLayoutWorkUnits, MOST_WORK)
        .ok()?;
    Some(SvgEnvironment::deterministic().with_text_measurement_policy(policy).with_resource_policy(limits))
}

fn beyond(message: &str) -> Fault {
    let message = match message {
        "" => "this diagram cannot be drawn".to_owned(),
        known => format!("this diagram cannot be drawn: {}", in_line(known)),
    };
    Fault::beyond(
        message,
        "its text is shown instead; leave parts of it out to find what it cannot be drawn with",
    )
}

/// A relation of a C4 diagram to what is not in it: the library names it, and not its line.
fn missing_element<'a>(told: &str, text: &'a str) -> Option<Fault> {
    let (_, name) = told.split_once("c4: relationship references missing ")?.1.split_once("element ")?;
    let name = name.trim().trim_matches(['`', '"']);
    let words = |line: &'a str| line.trim().split(['(', ',', ')']).map(str::trim);
    let line = text.lines().position(|line| {
        let mut words = words(line);
        words.next().is_some_and(|it| it.contains("Rel")) && words.any(|it| it == name)
    })?;
    let known = text.lines().filter_map(|line| {
        let mut words = words(line);
        let what = words.next()?;
        let is_element = ["Person", "System", "Container", "Component", "Node", "Deployment", "Boundary"];
        is_element.iter().any(|it| what.contains(it)).then(|| words.next()).flatten()
    });
    let known: Vec<&str> = known.filter(|it| !it.is_empty()).collect();
    let hint = match nearest(name, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("add it, as in `System({name}, \"Its name\")`"),
    };
    let message = format!("this diagram has no element `{name}` to relate");
    Some(Fault::at(u32::try_from(line + 1).ok()?, message, &hint))
}

/// What a text begins with that is no diagram.
fn unknown_sort(text: &str) -> Fault {
    let usual = "begin with `flowchart LR`, `sequenceDiagram`, `C4Context` or another type of diagram";
    match sort::first_word(text) {
        None => Fault::at(0, "this diagram is empty", usual),
        Some((line, word)) => {
            let meant = nearest(word, sort::words()).map(|it| format!("did you mean `{it}`?"));
            let hint = meant.unwrap_or_else(|| usual.to_owned());
            Fault::at(line, format!("`{word}` is no type of diagram"), &hint)
        }
    }
}

/// What the library says of a text that it cannot read.
fn misread(wrong: &TerminalDiagnostic, text: &str) -> Fault {
    let details = wrong.terminal_diagnostic_details();
    match details.code.as_str() {
        "merman.parse.no_diagram_detected" => return unknown_sort(text),
        "merman.parse.unsupported_diagram" => {
            let (line, word) = sort::first_word(text).unwrap_or((0, "this"));
            let message = format!("`{word}` is a type of diagram that is not drawn here");
            let hint = "its text is shown instead; the manual lists the types that are drawn";
            return Fault { line, ..Fault::beyond(message, hint) };
        }
        _ => {}
    }
    let told = wrong.terminal_safe_message();
    let told = told.split_once("): ").map_or(told.as_str(), |(_, reason)| reason);
    let hint = "Mermaid's grammar is at https://mermaid.js.org/";
    let Some(span) = details.span else {
        if let Some(date) = told.trim().to_lowercase().strip_prefix("invalid date:") {
            let line = text.lines().position(|line| line.to_lowercase().contains(date.trim()));
            let line = line.map_or(0, |n| u32::try_from(n + 1).unwrap_or_default());
            let hint = "write a day as `dateFormat` says, or a task such as `after first`";
            return Fault::at(line, format!("`{}` is no date here", date.trim()), hint);
        }
        // The last word of the message is what was not understood.
        let word =
            told.split_whitespace().next_back().unwrap_or_default().trim_matches(['`', '\'', '"', ':']);
        let found = text.lines().position(|line| !word.is_empty() && line.contains(word));
        let line = found.map_or(0, |n| u32::try_from(n + 1).unwrap_or_default());
        return Fault::at(line, in_line(told), hint);
    };
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let rest = text[start..].lines().next().unwrap_or_default().trim();
    let reason = reason(told);
    if text[start..].trim().is_empty() {
        let line = text.trim_end().lines().count().max(1);
        let message = format!("the diagram ends too early{reason}");
        return Fault::at(u32::try_from(line).unwrap_or_default(), message, hint);
    }
    let line = u32::try_from(text[..start].matches('\n').count() + 1).unwrap_or_default();
    let shown: String = rest.chars().take(40).collect();
    let message = match rest {
        "" => format!("this line is not complete{reason}"),
        _ => format!("`{shown}` is not understood here{reason}"),
    };
    Fault::at(line, message, hint)
}

/// What the library says beyond that it did not understand; a long list of what it would have helps nobody.
fn reason(told: &str) -> String {
    let says_nothing = told.starts_with("Unexpected character") || told.starts_with("unexpected token");
    if says_nothing || told.matches(',').count() > 2 { String::new() } else { format!(": {}", in_line(told)) }
}

/// A message of the library within one of ours.
fn in_line(message: &str) -> String {
    let message = quoted(message.trim_start_matches("unexpected end of input; "));
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = message.chars().take(160).collect();
    let mut letters = cut.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str().trim_end_matches('.')
}

/// A message with backticks around what it quotes. A quote that is itself what is meant stays.
fn quoted(message: &str) -> String {
    let parts: Vec<&str> = message.split('"').collect();
    let mut inside = parts.iter().skip(1).step_by(2);
    let is_paired = parts.len() % 2 == 1 && inside.all(|it| !it.trim().is_empty());
    if is_paired && !message.contains('`') { parts.join("`") } else { message.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_is_quoted_stands_in_backticks_and_a_quote_stays_a_quote() {
        for (told, ours) in [
            ("no state \"a b\" here", "no state `a b` here"),
            ("expected '\"' or a name", "expected '\"' or a name"),
            ("expected \"\"", "expected \"\""),
            ("`x=\"1\"` is not understood", "`x=\"1\"` is not understood"),
        ] {
            assert_eq!(quoted(told), ours);
        }
    }
}
