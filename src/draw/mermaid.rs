//! Mermaid in, pictures out.
//!
//! In: a diagram's text. Out: a drawing, or what is wrong with the text in words of our own. The library
//! follows Mermaid's grammar; how wide text is, and the colours, are ours.

use merman::svg::{
    DeterministicTextMeasurer, HostTheme, HostThemeAppearance, MeasurementProfileId, Presentation,
    PresentationError, RenderResourcePolicy, ResolvedPresentation, ResourceLimitId, SvgPipeline,
    TextMeasurementPolicy, TextMeasurementProfile, TextMeasurementProfileIdentity, TextStyle, ThemeRole,
};
use merman::{
    Engine, MermaidConfig, OperationControl, ParseOptions, RenderError, RenderOutput, RenderRequest,
    Renderer, SvgEnvironment, SvgRequest,
};
use serde_json::json;

use super::{crop, misread, slip, sort, svg, width};
use crate::diagnostic::Severity;
use crate::diagram::{Drawing, Drawn, Fault};
use crate::nearest::nearest;
use crate::palette::Inks;

/// How much work one picture may take: a large one takes a tenth.
const MOST_WORK: usize = 2_000_000;
/// How deep groups may nest.
const DEEPEST: usize = 40;

/// Colours by what they are for: the theme's token, and what is drawn where it has none, on a light page
/// and on a dark one.
const COLOURS: [(ThemeRole, &str, &str, &str); 19] = [
    (ThemeRole::Canvas, "bg", "#ffffff", "#12151b"),
    (ThemeRole::Surface, "wash", "#eef1fc", "#20284a"),
    (ThemeRole::SurfaceAlt, "sunk", "#f4f5f8", "#1b1f28"),
    (ThemeRole::SurfaceMuted, "sunk", "#f4f5f8", "#1b1f28"),
    (ThemeRole::Text, "ink", "#14171f", "#e8eaf0"),
    (ThemeRole::SubtleText, "ink-2", "#474e5d", "#b4bbc8"),
    (ThemeRole::Border, "accent", "#2f45a8", "#a9b8ff"),
    (ThemeRole::Line, "ink-2", "#474e5d", "#b4bbc8"),
    (ThemeRole::EdgeLabelBackground, "bg", "#ffffff", "#12151b"),
    (ThemeRole::ClusterBackground, "sunk", "#f4f5f8", "#1b1f28"),
    (ThemeRole::ClusterBorder, "edge", "#848b9a", "#727b8c"),
    (ThemeRole::NoteBackground, "sunk", "#f4f5f8", "#1b1f28"),
    (ThemeRole::NoteBorder, "edge", "#848b9a", "#727b8c"),
    (ThemeRole::NoteText, "ink", "#14171f", "#e8eaf0"),
    (ThemeRole::ActorBackground, "wash", "#eef1fc", "#20284a"),
    (ThemeRole::ActorBorder, "accent", "#2f45a8", "#a9b8ff"),
    (ThemeRole::ActorText, "ink", "#14171f", "#e8eaf0"),
    (ThemeRole::ActivationBackground, "line", "#dde0e7", "#2d333f"),
    (ThemeRole::ActivationBorder, "edge", "#848b9a", "#727b8c"),
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
pub(super) fn draw(text: &str, inks: &Inks) -> Drawn {
    let first = sort::first_word(text);
    let light = render(text, inks, false)?;
    let dark = if is_coloured(text) { None } else { Some(render(text, inks, true)?.svg) };
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

fn render(text: &str, inks: &Inks, dark: bool) -> Result<svg::Picture, Fault> {
    if let Some(line) = too_deep(text) {
        let message = format!("groups nest deeper than {DEEPEST}");
        return Err(Fault { line, ..Fault::beyond(message, "draw fewer groups within groups") });
    }
    let look = look(inks, dark).map_err(|_| misread::beyond(""))?;
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
        environment: environment().ok_or_else(|| misread::beyond(""))?,
        ..SvgRequest::default()
    };
    match renderer.render(RenderRequest::svg(text, OperationControl::new(), request)) {
        Ok(RenderOutput::Svg(Some(made))) => {
            let sort = sort::first_word(text).map_or("", |(_, word)| word);
            let made = match sort {
                "gantt" => with_grid(made.svg(), inks, dark),
                c4 if c4.starts_with("C4") => crop::cropped(made.svg()),
                _ => made.svg().to_owned(),
            };
            svg::cut_down(&made).ok_or_else(|| misread::beyond(""))
        }
        Ok(_) | Err(RenderError::NoDiagram) => Err(misread::unknown_sort(text)),
        Err(RenderError::Parse(wrong)) => Err(misread::fault(&wrong, text)),
        Err(RenderError::ResourceLimitExceeded(_) | RenderError::Cancelled(_)) => {
            let hint = "show less in one picture, or make two of it";
            Err(Fault::beyond("this diagram is too large to draw", hint))
        }
        Err(other) => {
            Err(missing_element(&other.to_string(), text)
                .unwrap_or_else(|| misread::beyond(&other.to_string())))
        }
    }
}

/// A Gantt chart's grid in the colour of edges: the library leaves it black, which a dark page swallows.
fn with_grid(svg: &str, inks: &Inks, dark: bool) -> String {
    let own = inks.get("edge").map(|it| it[usize::from(dark)].to_string());
    let edge = own.unwrap_or_else(|| if dark { "#727b8c" } else { "#848b9a" }.to_owned());
    svg.replacen("</style>", &format!("#merman .grid .tick line{{stroke:{edge};}}</style>"), 1)
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

/// The colours and the font.
fn look(inks: &Inks, dark: bool) -> Result<ResolvedPresentation, PresentationError> {
    let appearance = if dark { HostThemeAppearance::Dark } else { HostThemeAppearance::Light };
    let mut theme = HostTheme::new().with_appearance(appearance).try_with_font_family(width::FAMILY)?;
    for (role, token, on_light, on_dark) in COLOURS {
        let own = inks.get(token).map(|it| it[usize::from(dark)].to_string());
        theme = theme.try_with_role(role, own.as_deref().unwrap_or(if dark { on_dark } else { on_light }))?;
    }
    Ok(Presentation::new().with_theme(theme.try_with_series_palette(SERIES[usize::from(dark)])?).resolve())
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
