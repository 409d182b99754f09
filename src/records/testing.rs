//! A small program for the tests of this stage.

use crate::source::{FileId, Span};
use crate::types::typed::{
    Activity, Authority, Calendar, Field, Owner, Param, Policy, PolicyId, Program, Records, RecordsId, Role, SameEvent,
    Type,
};
use crate::value::{Days, whole};

/// Places of `program`'s activities.
pub const TRAINING: u32 = 0;
/// With a declared `same event by day prefer sentinel`.
pub const MEETING: u32 = 1;
/// A span of the trainee.
pub const ABSENCE: u32 = 2;
/// Of nobody.
pub const NEWSLETTER: u32 = 3;
/// With the exact default for duplicates, and no length.
pub const OBSERVATION: u32 = 4;

fn span() -> Span {
    Span::new(FileId(0), 0, 0)
}

fn field(name: &str, ty: Type) -> Field {
    Field { name: name.to_owned(), ty }
}

fn activity(name: &str, from: &[u32], fields: Vec<Field>) -> Activity {
    Activity {
        name: name.to_owned(),
        policy: PolicyId(0),
        owner: Owner::Person,
        counterpart: None,
        from: from.iter().map(|id| RecordsId(*id)).collect(),
        any_of: true,
        is_span: false,
        in_episodes: false,
        fields,
        same_event: None,
        signed_by: None,
        span: span(),
    }
}

fn records(name: &str, register: bool) -> Records {
    Records {
        name: name.to_owned(),
        policy: PolicyId(0),
        title: name.to_owned(),
        stale_after: 14,
        register,
        span: span(),
    }
}

fn param(name: &str, ty: Type) -> Param {
    Param { name: name.to_owned(), policy: PolicyId(0), title: None, ty, value: None, span: span() }
}

fn calendar(name: &str) -> Calendar {
    Calendar { name: name.to_owned(), title: None, extends: None, years: Vec::new(), days: Vec::new(), span: span() }
}

/// Sentinel (0), NASBTT (1, a register) and JTSCITT (2); one role with a trainee; the activities above.
pub fn program() -> Program {
    let length = || field("length", Type::Duration { up_to: Some(whole(240)) });
    let training = activity(
        "training",
        &[1, 2],
        vec![length(), field("tier", Type::OneOfNumbers(vec![whole(1), whole(2)])), field("module", Type::Text)],
    );
    let meeting = Activity {
        counterpart: Some("trainee".to_owned()),
        same_event: Some(SameEvent { same_start: false, fields: Vec::new(), prefer: Some(RecordsId(0)) }),
        ..activity("mentor-meeting", &[0, 1, 2], vec![length(), field("timetabled", Type::YesNo)])
    };
    let absence = Activity {
        owner: Owner::Counterpart("trainee".to_owned()),
        is_span: true,
        ..activity("absence", &[0, 2], vec![field("reason", Type::Text)])
    };
    let newsletter =
        Activity { owner: Owner::Nobody, ..activity("newsletter", &[2], vec![field("issue", Type::Count)]) };
    let observation = Activity {
        counterpart: Some("trainee".to_owned()),
        ..activity(
            "observation",
            &[0, 2],
            vec![
                field("kind", Type::OneOfTexts(vec!["formal".to_owned(), "drop-in".to_owned()])),
                field("score", Type::Number),
                field("on-form", Type::Date),
            ],
        )
    };
    let role = Role {
        name: "itt-mentor".to_owned(),
        policy: PolicyId(0),
        title: None,
        counterpart: Some("trainee".to_owned()),
        attributes: vec![field("fte", Type::Number), field("pattern", Type::Weekdays), field("phase", Type::Text)],
        span: span(),
    };
    Program {
        policies: vec![Policy {
            name: "itt-mentor".to_owned(),
            title: "ITT".to_owned(),
            source: None,
            authority: Authority::Provider,
            in_force: Days::ALL,
            span: span(),
        }],
        roles: vec![role],
        records: vec![records("sentinel", false), records("nasbtt", true), records("jtscitt", false)],
        activities: vec![training, meeting, absence, newsletter, observation],
        params: vec![
            param("observations-per-placement", Type::Count),
            param("response-days", Type::Days),
            param("weekly", Type::Duration { up_to: None }),
        ],
        calendars: vec![calendar("staffordshire"), calendar("leicester")],
        ..Program::default()
    }
}
