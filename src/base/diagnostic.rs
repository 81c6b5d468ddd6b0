//! Findings about what the user wrote: collected, never thrown.

use super::source::Span;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Output is written, but it may not be what was meant.
    Warning,
    /// Good to know.
    Note,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Its stable code.
    pub code: Code,
    /// Its weight.
    pub severity: Severity,
    /// One sentence: what is wrong.
    pub message: String,
    /// Where; none for a finding about a whole run.
    pub span: Option<Span>,
    /// One sentence: what to do.
    pub help: Option<String>,
}

/// A value with what was found while it was made. Without a value there is at least one error.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked<T> {
    /// The value, where there is one to go on with.
    pub value: Option<T>,
    /// All findings, by place.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }
}

impl Diagnostic {
    /// A finding with its code's own severity.
    pub fn new(code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), message: message.into(), span: span.into(), help: None }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// One row a code: variant, stable name, severity, what the reference says of it.
macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $about:literal)*) => {
        /// The stable code of a finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $(#[doc = $about] $variant,)* }

        impl Code {
            /// Every code, in the order of the reference.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name, as findings and samples/broken show it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How much a finding of this code weighs.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// One sentence for the reference.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)* }
            }
        }
    };
}

codes! {
    Syntax "syntax" Error "The text is no YAML."
    TooBig "too-big" Error "More than 8 MiB, 64 levels, or 100,000 keys and values with aliases expanded."
    Encoding "encoding" Error "The bytes are no UTF-8."
    Binary "binary" Error "A character that no text file has."
    SeveralDocuments "several-documents" Error "More than one YAML document in a file."
    Tab "tab" Error "A tab where YAML wants spaces."
    ColonInText "colon-in-text" Error "A `: ` inside of an unquoted text."
    SpecialCharacter "special-character" Error "A text with a character that YAML keeps for itself, such as a leading `[`, `{`, `!`, `@`, `%`, `*` or `&`."
    CutText "cut-text" Warning "A ` #` that cuts an unquoted text."
    UnusedAnchor "unused-anchor" Warning "An anchor that no alias uses, often a text that starts with `&`."
    KeyNotText "key-not-text" Error "A key that is a list or a map, such as a template's `[field_name]`."
    DuplicateKey "duplicate-key" Error "A key that is there twice."
    Empty "empty" Error "A file that describes nothing."
    UnknownKey "unknown-key" Error "A key that this place does not have."
    MissingKey "missing-key" Error "A key that this place needs."
    WrongType "wrong-type" Error "A value of another type than its key takes."
    BadValue "bad-value" Error "A value that is none of those that its key takes: a direction, a colour, a number out of range."
    BadId "bad-id" Error "An id with other characters than letters, digits, `_` and `-`, or with a digit first."
    UnknownKind "unknown-kind" Error "A kind that is neither built in nor defined below `kinds`."
    RelationSyntax "relation-syntax" Error "A relation or a step that is not `a -> b: label [technology]`."
    DuplicateId "duplicate-id" Error "An id that another file has given already; that of another diagram of a document is a warning."
    UnknownReference "unknown-reference" Error "A reference to something that is not there."
    AmbiguousReference "ambiguous-reference" Error "A reference that fits several elements."
    SelfRelation "self-relation" Error "A relation of an element to itself, or to an element around it."
    IncludeMissing "include-missing" Error "An include that cannot be read."
    IncludeCycle "include-cycle" Error "A file that includes itself, directly or through others."
    EmptyView "empty-view" Error "A view that shows nothing."
    UnusedKey "unused-key" Warning "A key that this type of view does not read."
    UnusedStyle "unused-style" Warning "A style whose selector picks nothing."
    UnusedTag "unused-tag" Note "A tag that no view and no style selects, where they select others."
    UnknownTag "unknown-tag" Warning "A selector with a tag that nothing has."
    UnusedMember "unused-member" Warning "A group member that adds nothing: it is there twice, or through an element around it."
    EmptyGroup "empty-group" Warning "A group without members."
    GroupOverlap "group-overlap" Warning "Two groups share members and neither has all of the other: what is in both is drawn in the first."
    StepWithoutRelation "step-without-relation" Warning "A step between elements that have no relation in that direction."
    ElementWithoutRelation "element-without-relation" Warning "An element that nothing relates to."
    DuplicateRelation "duplicate-relation" Warning "A relation that is there twice."
    PhaseCycle "phase-cycle" Warning "Phases that wait for each other."
    EndpointWithoutServer "endpoint-without-server" Warning "An endpoint of the plan that no element serves."
    EntityWithoutStore "entity-without-store" Warning "An entity of the plan that no element stores."
    PlanForm "plan-form" Warning "A value below `plan:` that is none of its kind: the method, path or a status code of an endpoint, the day of the plan, a length of time, a share, an index or a relation of an entity."
    UnknownEntity "unknown-entity" Warning "A relation of an entity to one that the plan does not have."
    UnbuiltElement "unbuilt-element" Warning "An element that no phase of the plan builds."
    UnmitigatedRisk "unmitigated-risk" Warning "A risk with high probability and high impact without a mitigation."
    SectionKept "section-kept" Note "A section of a plan that gets no region, because its author has written in it."
    PlanGap "plan-gap" Warning "Something that a plan says and the description does not: a placeholder stays."
    PlanClaim "plan-claim" Warning "A principle below `compliance` of which the plan says otherwise."
    PlanSection "plan-section" Warning "A section of a plan that is missing, empty or out of order."
    PlanPlaceholder "plan-placeholder" Warning "A placeholder of the template that is left in a plan."
    PlanValue "plan-value" Error "A value of a plan that is none of those that its place takes: focus, method, path, status code, day, H, M or L, a tick."
    PlanTable "plan-table" Error "A table of a plan with rows of another length than its head, or without rows."
    PlanFence "plan-fence" Error "A fence in a plan without its end."
    PlanYaml "plan-yaml" Error "A fence of YAML in a plan that is no YAML."
    PlanMermaid "plan-mermaid" Error "A fence of Mermaid in a plan that no host draws."
    PlanUnchecked "plan-unchecked" Note "A fence of Mermaid in a plan whose kind is not read."
    PlanNoTasks "plan-no-tasks" Warning "A phase of a plan without tasks."
    PlanNoResponse "plan-no-response" Warning "An endpoint of a plan that does not say what it answers."
    PlanDuplicate "plan-duplicate" Warning "A section, phase, endpoint or entity that a plan has twice."
    PlanDiffers "plan-differs" Warning "A plan and its description say different things, or one says what the other does not."
    PlanTechnology "plan-technology" Warning "A technology that only the stack of a plan or only the elements of its description name."
    Placeholder "placeholder" Warning "A placeholder that a template left behind."
    MissingGlyph "missing-glyph" Warning "No font has a glyph for a character that the picture shows."
    UnmetConstraint "unmet-constraint" Warning "A `rank`, `before` or `align` that cannot hold in its view."
    MermaidLimit "mermaid-limit" Error "More characters or edges than hosts draw of a Mermaid text."
    MermaidSyntax "mermaid-syntax" Error "A Mermaid text that no host draws."
    MermaidKind "mermaid-kind" Error "A kind of Mermaid that is not drawn."
    MermaidContent "mermaid-content" Warning "Something of a Mermaid text that the picture leaves out: an image, an icon."
    MermaidLostLetter "mermaid-lost-letter" Warning "A text of an edge in Mermaid whose last letter hosts take for a part of the arrow."
    MermaidLook "mermaid-look" Note "A look or a behaviour of a Mermaid text that the picture does not have."
    LeftOut "left-out" Note "An import leaves something out that a description does not say, or that it cannot follow."
    NothingImported "nothing-imported" Error "An import finds nothing in its files: no `services` in those of compose, no section in that of a plan."
    TooMuch "too-much" Error "A view of more than 20,000 nodes or 50,000 edges, or a grid of blocks or services with more than 1,000 links."
    UnknownPreset "unknown-preset" Error "A preset that there is not."
    RegionMarker "region-marker" Error "A marker of a generated region that is none: not alone on its line, without its partner, inside of another region."
    RegionEdited "region-edited" Error "A generated region that was edited by hand."
    RegionStale "region-stale" Error "A region that `update` would change, or a picture that it links to."
    RegionSource "region-source" Error "A region whose description cannot be read, or is not named."
    NoAltText "no-alt-text" Error "With `publish --strict`, a picture without words for who does not see it."
    ImageOutside "image-outside" Warning "An image of a published document that lies outside of the folder that is published: it is not copied."
    PublishStale "publish-stale" Error "A file that `publish` would write or change."
    NoRegion "no-region" Warning "A document without a region, and with nothing that could become one."
}
