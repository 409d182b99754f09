//! The coverage of clauses as a page that opens from disk: no script, no request to anywhere.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::coverage::{Coverage, PolicyCoverage, RuleCoverage, State, WANTED};

const STYLE: &str = "
:root { color-scheme: light dark; --line: #8886; --good: #1a7f37; --some: #9a6700; --bad: #cf222e; }
@media (prefers-color-scheme: dark) { :root { --good: #57c878; --some: #e3b341; --bad: #ff7b72; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
.covered { color: var(--good); } .partly { color: var(--some); } .no-rule { color: var(--bad); }
.covered, .partly, .no-rule { font-weight: 600; white-space: nowrap; }
th[scope=row] { white-space: nowrap; }
th small { display: block; font-weight: normal; white-space: normal; max-width: 22rem; }
code { font-size: .9em; }
details ul { margin: .3rem 0; padding-left: 1.2rem; }
@media print { body { margin: 0; max-width: none; } details > *:not(summary) { display: block; } }
";

/// The page.
pub fn coverage(coverage: &Coverage) -> String {
    let title = "Which clauses are covered";
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (title) }
                    p {
                        (coverage.covered) " of " (coverage.clauses - coverage.unreadable) " clauses covered; "
                        @if coverage.unreadable > 0 { "the text of " (coverage.unreadable) " more is lost; " }
                        (coverage.rules.len()) " rules; " (coverage.scenarios) " scenarios"
                        @if coverage.failing > 0 { ", of which " (coverage.failing) " fail" }
                    }
                    p {
                        "A clause is covered when a rule stands for it, and scenarios that pass show every such rule met, "
                        "breached and undetermined, and each of its exceptions taken."
                    }
                    @for policy in &coverage.policies { (clauses(policy, &coverage.rules)) }
                    (rules(&coverage.rules))
                }
            }
        }
    }
    .into_string()
}

fn clauses(policy: &PolicyCoverage, rules: &[RuleCoverage]) -> Markup {
    html! {
        table {
            caption { "Clauses of " (policy.name) ": " (policy.title) }
            thead { tr { th scope="col" { "Clause" } th scope="col" { "What it asks" } th scope="col" { "State" } th scope="col" { "Rules" } } }
            tbody {
                @for clause in &policy.clauses {
                    tr {
                        th scope="row" { (clause.name) }
                        td {
                            (clause.title)
                            @if let Some(why) = &clause.unreadable { " (its text is lost: " (why) ")" }
                        }
                        td { span class=(class(clause.state)) { (clause.state.word()) } }
                        td {
                            @for (number, place) in clause.rules.iter().enumerate() {
                                @if let Some(rule) = rules.get(*place) {
                                    @if number > 0 { ", " }
                                    a href={ "#rule-" (place) } { (rule.id) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn rules(rules: &[RuleCoverage]) -> Markup {
    html! {
        table {
            caption { "Rules and what their scenarios reach" }
            thead {
                tr {
                    th scope="col" { "Rule" }
                    @for outcome in WANTED { th scope="col" { (outcome.word()) } }
                    th scope="col" { "Exceptions" }
                    th scope="col" { "Not set" }
                    th scope="col" { "Scenarios" }
                }
            }
            tbody {
                @for (place, rule) in rules.iter().enumerate() {
                    tr id={ "rule-" (place) } {
                        th scope="row" { (rule.id) small { (rule.title) } }
                        @for outcome in WANTED {
                            td {
                                @if rule.outcomes.contains(&outcome) { span class="covered" { "yes" } }
                                @else if rule.reachable.contains(&outcome) { span class="no-rule" { "no" } }
                                @else { "never" }
                            }
                        }
                        td {
                            @for one in &rule.exceptions {
                                div { code { (one.text) } " " @if one.reached { span class="covered" { "taken" } } @else { span class="no-rule" { "never taken" } } }
                            }
                        }
                        td {
                            @for param in &rule.unset { div { code { (param) } } }
                            @for clause in &rule.unreadable { div { "the lost text of " (clause) } }
                        }
                        td {
                            details {
                                summary { (rule.scenarios.len()) }
                                ul { @for scenario in &rule.scenarios { li { (scenario) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn class(state: State) -> &'static str {
    match state {
        State::Covered => "covered",
        State::Partly | State::Unreadable => "partly",
        State::NoRule => "no-rule",
    }
}
