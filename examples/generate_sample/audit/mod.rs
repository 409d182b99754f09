//! The exports of the sample audit, made from a cast, an ordinary year, and the traps planted in it.

pub mod cast;
pub mod export;
mod office;
mod ordinary;
pub mod random;
mod rows;
pub mod school_days;
mod training;
mod traps;
mod waivers;

use random::Random;
use rows::Diary;

/// The seed: another one gives another year with the same traps.
const SEED: u64 = 0x2024_2025;

/// Every file's name and content.
pub fn files() -> Vec<(&'static str, Vec<u8>)> {
    let placements = cast::placements();
    let mut diary = Diary::default();
    for row in &placements {
        // Each row of the roster has its own stream, so that a change to one leaves the others as they are.
        let stream = u64::try_from(row.mentor * 100 + row.trainee).unwrap_or(0);
        ordinary::placement(&mut diary, &mut Random::new(SEED ^ (stream << 32) ^ u64::from(row.phase as u8)), row);
    }
    training::training(&mut diary, &mut Random::new(SEED + 1), &placements);
    office::newsletters(&mut diary, &mut Random::new(SEED + 2), &placements);
    office::questionnaires(&mut diary, &mut Random::new(SEED + 3), &placements);
    office::quality(&mut diary, &mut Random::new(SEED + 4), &placements);
    office::absences(&mut diary, &mut Random::new(SEED + 5), &placements);
    office::declarations(&mut diary, &mut Random::new(SEED + 6), &placements);
    traps::plant(&mut diary, &placements);
    vec![
        ("roster.csv", export::roster(&placements).into_bytes()),
        ("sentinel.csv", export::sentinel(&diary).into_bytes()),
        ("sentinel-absences.csv", export::absences(&diary).into_bytes()),
        ("nasbtt.csv", export::nasbtt(&diary).into_bytes()),
        ("jtscitt.csv", export::jtscitt(&diary).into_bytes()),
        ("waivers.csv", waivers::register().into_bytes()),
    ]
}
