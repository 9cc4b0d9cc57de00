//! What each measure means: numerator, denominator, in the words of the product's definitions.

use app::reports::report::Definition;

fn rate(name: &str, meaning: &str, numerator: &str, denominator: &str) -> Definition {
    Definition {
        name: name.into(),
        meaning: meaning.into(),
        numerator: Some(numerator.into()),
        denominator: Some(denominator.into()),
    }
}

fn count(name: &str, meaning: &str) -> Definition {
    Definition { name: name.into(), meaning: meaning.into(), numerator: None, denominator: None }
}

/// Definitions for the participation page.
pub fn participation() -> Vec<Definition> {
    vec![
        count(
            "Starts",
            "One live \u{2018}started\u{2019} declaration (submitted, eligible, payable or paid) for each application, or for each \
             person and course where the declaration names no application. A second live one counts once and is listed as a \
             problem. The academic year is that of the declaration\u{2019}s date; for early career training a start declared from \
             1 June to 31 August belongs to the year about to begin. The coaching and support offers are not NPQs and count \
             only where chosen by name.",
        ),
        count(
            "Participants",
            "Distinct people after merged identities are joined. One person may have several starts.",
        ),
        rate(
            "Participants per 100 teachers",
            "How widely a programme is taken up. The 95% interval is Byar\u{2019}s for a Poisson count.",
            "Distinct participants at schools with a teacher headcount for the year",
            "Teachers (headcount) at those schools, times 100",
        ),
        rate(
            "School coverage",
            "Schools reached. A start at a closed school counts for the school that stands for it today. The 95% interval is \
             Wilson\u{2019}s.",
            "State-funded schools in area with at least one start",
            "State-funded schools in area open on the first day of the year",
        ),
        count("Last year", "Starts of the year before; for an unfinished year only those declared by the same date."),
        count(
            "Applied, accepted, started",
            "NPQ applications of the cohorts that start in the year, those accepted, and those with a live \
             \u{2018}started\u{2019} declaration.",
        ),
    ]
}

/// Definitions for the outcomes page.
pub fn outcomes() -> Vec<Definition> {
    vec![
        rate(
            "Completion rate",
            "Counted in the year of the start. Shown for a year only when every course group in it is mature: 22 months \
             (leadership) or 15 months (specialist) after the \u{2018}started\u{2019} milestone. The 95% interval is Wilson\u{2019}s.",
            "Starts with a live \u{2018}completed\u{2019} declaration",
            "Starts",
        ),
        rate(
            "Pass rate",
            "The latest result counts; a voided result retracts the one before. Completed without a result is awaiting.",
            "Completed starts whose latest result is a pass",
            "Completed starts",
        ),
        count(
            "Retained 1, retained 2",
            "Starts with that live declaration. Retained 2 exists for leadership NPQs only.",
        ),
        count("Withdrawn, deferred", "Training status set by the lead provider, of starts that are not completed."),
        rate(
            "Continuation",
            "Early career training only. It says nothing of staying in the profession.",
            "Starts active or completed",
            "Starts",
        ),
    ]
}

/// Definitions for the engagement page.
pub fn engagement() -> Vec<Definition> {
    vec![
        rate(
            "Schools engaged",
            "A school takes part in a strand and year: NPQ and ECF/ECTE with at least one live declaration dated in the year (a \
             start of early career training from 1 June belongs to the year about to begin); appropriate body with an \
             induction that overlaps the year; ITT with a placement; CPD with somebody at an event. Any strand is a distinct \
             count of schools: strands overlap and never add up. The 95% interval is Wilson\u{2019}s.",
            "State-funded schools in area that take part in at least one of the strands asked for",
            "State-funded schools in area open on the first day of the year",
        ),
        rate(
            "Engaged since September 2021",
            "Over all years from 2021/22 to the one asked for. A school counts as engaged where one that it followed was; \
             after a split, all that followed.",
            "Schools in area that took part in any of these years, themselves or through a predecessor",
            "State-funded schools in area open on the first day of the year asked for",
        ),
        count(
            "First engaged",
            "Of the schools in area engaged since September 2021, the first academic year in which each took part in a strand \
             asked for, itself or through a predecessor. The years add up to the schools engaged since then. Sharing figures \
             show it for regions and wider only.",
        ),
        count(
            "In its own area, outside it",
            "State-funded schools with at least one live NPQ or ECF/ECTE declaration of the year that the delivery partner \
             delivered (as the declaration says; for earlier cohorts the list of delivery partners of schools, or the \
             partnership), wherever they lie. Its own area is the hub area that the list of delivery partners and their hub \
             areas names, else, in exact figures, the one where most of its schools lie. Schools whose hub area is not known, \
             other settings and people at no known school are counted apart.",
        ),
        count(
            "New, kept, returned, lost",
            "Schools in area by whether they engaged this year, last year and before. New, kept and returned add up to the \
             schools engaged; lost engaged last year and not in this one.",
        ),
        count(
            "Schools through people",
            "In sharing figures a count of schools is withheld where fewer than 5 people stand behind it. For any strand the \
             people of the largest strand are counted, since one person may be in several.",
        ),
    ]
}

/// Definitions for the compare page.
pub fn compare() -> Vec<Definition> {
    vec![
        rate(
            "The rate",
            "The measure chosen, for the schools of each hub area. Schools engaged and schools with a start are of the \
             state-funded schools in area; participants are counted once each, per 100 teachers of schools with a headcount.",
            "Schools, people or starts that the measure counts",
            "Schools in area, teachers, mature NPQ starts, or early career starts",
        ),
        count(
            "Similar hub areas",
            "The ten whose schools are most alike in phase, type, size, rurality and priority lists, whatever their results. \
             Each share is divided by its standard deviation over all hub areas; the distance is the root of the mean squared \
             difference, every group of shares weighing the same.",
        ),
        count(
            "Difference",
            "The hub area\u{2019}s rate less the other, with Newcombe\u{2019}s 95% interval (for participants per 100 teachers \
             the same from Poisson limits). Where it holds zero the two cannot be told apart.",
        ),
        count(
            "Funnel limits",
            "Where 95% and 99.8% of hub areas of a size would lie if all had the rate of all together. They are widened by \
             the root of the overdispersion (Spiegelhalter, 2005) where hub areas differ by more than chance.",
        ),
        count(
            "Rank",
            "1 is the highest. Each hub area\u{2019}s rate is drawn 10,000 times within its uncertainty and all are ranked each \
             time: the middle rank, and the interval that holds 95% of them.",
        ),
        count("Target", "Set here by hand for a hub area, year and measure. It is not DfE\u{2019}s."),
    ]
}

/// Definitions for the gaps page.
pub fn gaps() -> Vec<Definition> {
    vec![
        count(
            "Gap",
            "Expected less actual, in schools, people or starts. Expected is what the segment would have at the comparator\u{2019}s \
             rates (indirect standardisation): by phase and size for schools, by course group and cohort for outcomes. The \
             segment itself is left out of the comparator. The 95% interval is Wilson\u{2019}s (Poisson for rates per 100) and \
             takes the comparator as given.",
        ),
        count(
            "Clear, possible",
            "Clear: the Benjamini-Hochberg q over all segments of the measure, year and place is under 5%, by the score test \
             that the interval inverts. Possible: only the segment\u{2019}s own interval leaves out what is expected. Nothing is \
             said of a base under 10. Filters and sorting change no verdict.",
        ),
        count(
            "Order",
            "By the lower end of the gap\u{2019}s interval: what would surely move most schools or people stands first.",
        ),
        count(
            "Crude difference",
            "The plain rate of the comparator less that of the segment, with Newcombe\u{2019}s 95% interval.",
        ),
        count(
            "Gaps that are the same schools",
            "A gap is shown as part of another where at least 80% of the schools that it does not reach are among the \
             other\u{2019}s.",
        ),
        count(
            "What would close it",
            "The fewest more that leave no gap, all else unchanged; and the fewest that reach what is expected.",
        ),
    ]
}

/// Every definition once.
pub fn all() -> Vec<Definition> {
    let mut all = participation();
    all.extend(outcomes());
    all.extend(engagement());
    all.extend(gaps());
    all.extend(compare());
    all
}
