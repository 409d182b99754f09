//! The exports of the whole hub besides those of its ITT mentors: an ordinary year of everybody, and the traps planted in
//! it.

mod ecf;
mod induction;
mod npq;
mod people;
mod professional;
mod sheet;
mod signers;
mod traps;

/// Every file's name and content.
pub fn files() -> Vec<(&'static str, Vec<u8>)> {
    let mut professional = professional::year();
    let mut induction = induction::year();
    let mut ecf = ecf::year();
    let mut npq = npq::courses();
    traps::plant(&mut professional, &mut induction, &mut ecf, &mut npq);
    let mut files = vec![
        ("roster-professional-mentors.csv", professional::roster()),
        ("roster-tutors.csv", induction::roster()),
        ("roster-ecf-mentors.csv", ecf::roster()),
        ("roster-npq.csv", npq::roster()),
        ("roster-signers.csv", signers::roster()),
    ];
    let sheets = [
        &professional.sentinel,
        &professional.jtscitt,
        &professional.office,
        &professional.papers,
        &induction.list,
        &induction.manager,
        &induction.absences,
        &induction.checks,
        &induction.documents,
        &induction.programmes,
        &induction.hub,
        &ecf.edt,
        &ecf.attendance,
        &ecf.notices,
        &ecf.in_house,
        &npq.steplab,
        &npq.office,
        &npq.portfolio,
        &npq.ambition,
        &npq.fellows,
    ];
    files.extend(sheets.map(|sheet| (sheet.name, sheet.bytes())));
    files
}
