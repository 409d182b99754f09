//! Who takes part: schools, mentors, trainees, and who mentors whom from when to when. All of them are invented.

use assize::value::{Day, Days};

use super::school_days::{Pattern, day};

/// A school of the partnership.
pub struct School {
    /// Its name.
    pub name: &'static str,
    /// Which dates it has sessions on.
    pub pattern: Pattern,
}

/// The schools, by their place here.
pub const SCHOOLS: [School; 10] = [
    School { name: "Oakfield Academy", pattern: Pattern::Staffordshire },
    School { name: "Weaverbrook High School", pattern: Pattern::Staffordshire },
    School { name: "Holloway Grange School", pattern: Pattern::Staffordshire },
    School { name: "Needmoor Academy", pattern: Pattern::Staffordshire },
    School { name: "Trentwick School", pattern: Pattern::Staffordshire },
    School { name: "Stowe Lane School", pattern: Pattern::StoweLane },
    School { name: "Soarside College", pattern: Pattern::Leicester },
    School { name: "Belgrove Academy", pattern: Pattern::Leicester },
    School { name: "Bradlow Park School", pattern: Pattern::Leicester },
    School { name: "Swithmoor Academy", pattern: Pattern::Swithmoor },
];

/// A mentor.
pub struct Mentor {
    /// The id that Sentinel has; the roster's key.
    pub id: &'static str,
    /// The name that JTSCITT has.
    pub name: &'static str,
    /// The address that NASBTT has.
    pub email: &'static str,
    /// The share of a full post.
    pub fte: &'static str,
}

const fn mentor(id: &'static str, name: &'static str, email: &'static str, fte: &'static str) -> Mentor {
    Mentor { id, name, email, fte }
}

/// The mentors, sorted by id.
pub const MENTORS: [Mentor; 40] = [
    mentor("M2401", "Amira Siddiqui", "a.siddiqui@oakfield.example", "1.0"),
    mentor("M2402", "Helen O'Neill", "h.oneill@oakfield.example", "1.0"),
    mentor("M2403", "Sarah Jones", "s.jones@oakfield.example", "0.8"),
    mentor("M2404", "Kwame Boateng", "k.boateng@weaverbrook.example", "0.6"),
    mentor("M2405", "Ruth Castleton", "r.castleton@weaverbrook.example", "0.6"),
    mentor("M2406", "Daniel Fox", "d.fox@weaverbrook.example", "1.0"),
    mentor("M2407", "André Lefèvre", "a.lefevre@hollowaygrange.example", "1.0"),
    mentor("M2408", "Grace Thornton", "g.thornton@hollowaygrange.example", "1.0"),
    mentor("M2409", "Imran Qureshi", "i.qureshi@hollowaygrange.example", "1.0"),
    mentor("M2410", "Joanne Birch", "j.birch@needmoor.example", "1.0"),
    mentor("M2411", "Peter Halloran", "p.halloran@needmoor.example", "1.0"),
    mentor("M2412", "Zoë Marchetti", "z.marchetti@trentwick.example", "1.0"),
    mentor("M2413", "Colin Draper", "c.draper@trentwick.example", "1.0"),
    mentor("M2414", "Nadia Rahman", "n.rahman@stowelane.example", "1.0"),
    mentor("M2415", "Fiona D'Arcy", "f.darcy@stowelane.example", "0.8"),
    mentor("M2416", "Sarah Jones", "sarah.jones@soarside.example", "1.0"),
    mentor("M2417", "Marcus Bell", "m.bell@soarside.example", "1.0"),
    mentor("M2418", "Bronwen Lloyd-Davies", "b.lloyd-davies@belgrove.example", "1.0"),
    mentor("M2419", "Olu Adeyemi", "o.adeyemi@belgrove.example", "1.0"),
    mentor("M2420", "Kirsty Muir", "k.muir@bradlowpark.example", "1.0"),
    mentor("M2421", "Gareth Pugh", "g.pugh@bradlowpark.example", "0.8"),
    mentor("M2422", "Yusuf Demir", "y.demir@swithmoor.example", "1.0"),
    mentor("M2423", "Beth Ormerod", "b.ormerod@swithmoor.example", "1.0"),
    mentor("M2424", "Lucy Hargreaves", "l.hargreaves@oakfield.example", "1.0"),
    mentor("M2425", "Martin Eccles", "m.eccles@weaverbrook.example", "1.0"),
    mentor("M2426", "Siân Prosser", "s.prosser@hollowaygrange.example", "0.6"),
    mentor("M2427", "David Whitlock", "d.whitlock@needmoor.example", "1.0"),
    mentor("M2428", "Parveen Akhtar", "p.akhtar@trentwick.example", "1.0"),
    mentor("M2429", "Tim Rowbotham", "t.rowbotham@trentwick.example", "1.0"),
    mentor("M2430", "Clare Mbeki", "c.mbeki@stowelane.example", "1.0"),
    mentor("M2431", "Jonathan Askew", "j.askew@stowelane.example", "1.0"),
    mentor("M2432", "Maya Lindqvist", "m.lindqvist@soarside.example", "1.0"),
    mentor("M2433", "Robert Sculthorpe", "r.sculthorpe@soarside.example", "0.8"),
    mentor("M2434", "Anita Chandra", "a.chandra@belgrove.example", "1.0"),
    mentor("M2435", "Stephen Garrity", "s.garrity@belgrove.example", "1.0"),
    mentor("M2436", "Hannah Weatherall", "h.weatherall@bradlowpark.example", "1.0"),
    mentor("M2437", "Idris Bowen", "i.bowen@bradlowpark.example", "1.0"),
    mentor("M2438", "Paula Ferreira", "p.ferreira@swithmoor.example", "1.0"),
    mentor("M2439", "George Nettleton", "g.nettleton@swithmoor.example", "1.0"),
    mentor("M2440", "Wendy Crabtree", "w.crabtree@trentwick.example", "1.0"),
];

/// A trainee.
pub struct Trainee {
    /// The id that Sentinel has. No teacher reference number has letters in it.
    pub id: &'static str,
    /// The name.
    pub name: &'static str,
}

const fn trainee(id: &'static str, name: &'static str) -> Trainee {
    Trainee { id, name }
}

/// The trainees, sorted by id.
pub const TRAINEES: [Trainee; 23] = [
    trainee("XT24001", "Tom Ashworth"),
    trainee("XT24002", "Una Bright"),
    trainee("XT24003", "Rhys Pemberton"),
    trainee("XT24004", "Priya Raman"),
    trainee("XT24005", "Joel Hadley"),
    trainee("XT24006", "Megan Doyle"),
    trainee("XT24007", "Sanjay Patel"),
    trainee("XT24008", "Callum Reid"),
    trainee("XT24009", "Leah Wainwright"),
    trainee("XT24010", "Owen Talbot"),
    trainee("XT24011", "Chloe Ainsworth"),
    trainee("XT24012", "Ben Okafor"),
    trainee("XT24013", "Isla McBride"),
    trainee("XT24014", "Ewan Frost"),
    trainee("XT24015", "Harriet Lowe"),
    trainee("XT24016", "Dylan Price"),
    trainee("XT24017", "Aisha Karim"),
    trainee("XT24018", "Jack Tunstall"),
    trainee("XT24019", "Freya Norwood"),
    trainee("XT24020", "Luca Romano"),
    trainee("XT24021", "Molly Sheridan"),
    trainee("XT24022", "Nina Kowalska"),
    trainee("XT24023", "Toby Granger"),
];

/// Which of a trainee's placements it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// At the home school in autumn.
    One,
    /// At the contrasting school in spring.
    Two,
    /// At the home school again until summer.
    Three,
}

impl Phase {
    /// As the roster writes it.
    pub fn label(self) -> &'static str {
        match self {
            Phase::One => "A1",
            Phase::Two => "B",
            Phase::Three => "A2",
        }
    }
}

/// A row of the roster.
#[derive(Clone, Copy)]
pub struct Placement {
    /// The mentor, by the place in `MENTORS`.
    pub mentor: usize,
    /// The trainee, by the place in `TRAINEES`.
    pub trainee: usize,
    /// The school, by the place in `SCHOOLS`.
    pub school: usize,
    /// The phase.
    pub phase: Phase,
    /// From when to when.
    pub days: Days,
    /// Whether the mentor shares the trainee with another.
    pub shared: bool,
}

/// Home mentor, trainee, home school, contrasting mentor, contrasting school: the numbers of their ids, schools by place.
const YEAR: [(usize, usize, usize, usize, usize); 24] = [
    (1, 1, 0, 36, 8),
    (2, 2, 0, 32, 6),
    (3, 3, 0, 34, 7),
    (4, 4, 1, 28, 4),
    (5, 4, 1, 0, 0),
    (6, 5, 1, 26, 2),
    (7, 6, 2, 25, 1),
    (7, 7, 2, 30, 5),
    (8, 8, 2, 24, 0),
    (9, 9, 2, 27, 3),
    (10, 10, 3, 29, 4),
    (11, 11, 3, 31, 5),
    (12, 12, 4, 38, 9),
    (13, 13, 4, 33, 6),
    (14, 14, 5, 35, 7),
    (15, 15, 5, 37, 8),
    (16, 16, 6, 39, 9),
    (17, 17, 6, 24, 0),
    (18, 18, 7, 25, 1),
    (19, 19, 7, 26, 2),
    (20, 20, 8, 27, 3),
    (21, 21, 8, 28, 4),
    (22, 22, 9, 30, 5),
    (23, 23, 9, 32, 6),
];

/// Every row of the roster, by mentor, trainee and date.
pub fn placements() -> Vec<Placement> {
    let mut rows = Vec::new();
    for (home_mentor, trainee, home, away_mentor, away) in YEAR {
        let mut add = |mentor: usize, school: usize, phase: Phase, days: Days| {
            // Two mentors of a trainee in the autumn; in the spring each meets the trainee as if alone.
            let shared = trainee == 4 && phase == Phase::One;
            rows.push(Placement { mentor: mentor - 1, trainee: trainee - 1, school, phase, days, shared });
        };
        add(home_mentor, home, Phase::One, Days::new(day(2024, 9, 9), day(2024, 12, 20)));
        if away_mentor != 0 {
            add(away_mentor, away, Phase::Two, Days::new(day(2025, 1, 6), day(2025, 3, 14)));
        }
        let start = day(2025, 3, 17);
        match home_mentor {
            // Left at Christmas: somebody else takes over the last phase.
            13 => add(40, home, Phase::Three, Days::new(start, last_day(home_mentor, home))),
            // Moves, and the trainee too, from a Leicester school to a Staffordshire one after Easter.
            17 => {
                add(home_mentor, home, Phase::Three, Days::new(start, day(2025, 4, 11)));
                add(home_mentor, 0, Phase::Three, Days::new(day(2025, 4, 28), day(2025, 7, 18)));
            }
            _ => add(home_mentor, home, Phase::Three, Days::new(start, last_day(home_mentor, home))),
        }
    }
    rows.sort_by_key(|row| (row.mentor, row.trainee, row.days.from));
    rows
}

fn last_day(mentor: usize, school: usize) -> Day {
    match (mentor, school) {
        // The INSET Monday at the end of the Staffordshire year is a day of these placements.
        (1 | 2 | 6, _) => day(2025, 7, 21),
        // Two part-time programmes, which go on in the next school year.
        (22 | 23, _) => day(2025, 12, 19),
        (_, 6..=8) => day(2025, 7, 11),
        _ => day(2025, 7, 18),
    }
}
