//! The waiver register that the partnership keeps: one entry of each kind that an audit must tell apart.

use super::export::line;

/// Rule, mentor, trainee, first day, last day, why, who approved it.
const ENTRIES: [[&str; 7]; 4] = [
    // It covers the Sunday on which the week is due.
    [
        "weekly-minutes",
        "M2437",
        "XT24015",
        "20/01/2025",
        "31/01/2025",
        "Mentor on bereavement leave; the trainee was met by the professional tutor",
        "J. Marsden, programme director",
    ],
    // It ends on the Friday of the week, before it is due.
    ["weekly-minutes", "M2433", "", "24/02/2025", "28/02/2025", "Jury service", "J. Marsden, programme director"],
    // The mentor has her hours, so there is nothing to let pass.
    ["training-hours", "M2424", "", "", "31/08/2025", "Joined in January", "J. Marsden, programme director"],
    [
        "weekly-minuts",
        "M2433",
        "",
        "03/02/2025",
        "14/02/2025",
        "School closed by snow",
        "J. Marsden, programme director",
    ],
];

/// The register: commas, British dates, people by id.
pub fn register() -> String {
    let header = line(&["rule", "mentor", "trainee", "from", "until", "reason", "approved by"], ',', "\n");
    ENTRIES.iter().fold(header, |text, entry| text + &line(entry, ',', "\n"))
}
