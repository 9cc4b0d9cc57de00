//! The implementation of `Statistics`: who asks, which version of the data, one question to the analytics, disclosure
//! control, and the words. Answers are kept by version, audience, page and canonical question.

mod telling;

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, RwLock};

use app::error::AppError;
use app::filters::{Audience, Filters, Key};
use app::links::Page;
use app::reports::actions::ActionList;
use app::reports::calls::CallList;
use app::reports::data::{DataReport, ImportReport};
use app::reports::participants::{Asked, ParticipantList, ParticipantReport};
use app::reports::reconciliation::Reconciliation;
use app::reports::report::{Report, Source};
use app::reports::schools::{SchoolReport, SchoolsReport, Search};
use app::reports::targets::TargetList;
use app::statistics::{Answer as Future, Statistics, Viewer};
use domain::establishment::Urn;
use frames::Dataset;
use moka::future::Cache;
use tokio::sync::OnceCell;

use crate::auth::scope;
use crate::disclosed::{self, Disclosed};
use crate::hands::{Hand, Hands};
use crate::kept::{self, Kept};
use crate::loaded;
use crate::participants::handle::Handles;
use crate::present::compare::{self, Base};
use crate::present::draw::Answer;
use crate::present::{Context, engagement, gaps, outcomes, overview, participation};
use crate::published::{self, DfeFigure};
use crate::question::audience;
use crate::reconciliation::Medium;
use crate::schools::search::Index;
use crate::storage::{Database, packed};

/// What questions are asked of: one version of the data, whole.
#[derive(Debug, Default)]
pub struct Current {
    /// The dataset.
    pub dataset: Dataset,
    /// The files behind it.
    pub sources: Vec<Source>,
    /// Whether the data are invented.
    pub demo: bool,
    /// Words of schools, made by the first search.
    pub index: OnceCell<Index>,
    /// What DfE published.
    pub dfe: Vec<DfeFigure>,
    /// Whether what sharing figures tell of years of few starts is being kept.
    is_telling: AtomicBool,
}

/// What a refresh does about a version whose dataset nobody has made yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmade {
    /// Make it.
    Make,
    /// Leave it to whoever is importing.
    Leave,
}

/// What a refresh did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refreshed {
    /// There was nothing new.
    Nothing,
    /// This version is there and its dataset is not made yet.
    Later(i64),
    /// A newer version is shown.
    Shown,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Question {
    version: i64,
    audience: Audience,
    /// The audiences that the answer offers.
    audiences: Vec<Audience>,
    page: Page,
    query: String,
    /// Revision of what is kept beside the data, for pages that show it.
    kept: String,
}

/// Answers that are kept at most: some 200 kilobytes each. Pages that were written are kept besides, packed.
const ANSWERS: u64 = 400;

/// Answers every question that pages, pictures and files ask.
#[derive(Debug)]
pub struct Desk {
    database: Database,
    current: RwLock<Arc<Current>>,
    kept: RwLock<Arc<Kept>>,
    answers: Cache<Question, Arc<Answer>>,
    /// What all hub areas of a question share, whichever is asked about.
    bases: moka::sync::Cache<Question, Arc<Base>>,
    /// Heavy questions that are worked on at a time.
    hands: Hands,
    /// What names people in addresses.
    pub(crate) handles: Handles,
}

impl Desk {
    /// Reads the data and stands ready.
    pub async fn open(database: Database) -> anyhow::Result<Desk> {
        let dataset = packed::load(&database).await?;
        let current = current(&database, dataset).await?;
        let kept = Kept::read(&database).await?;
        let handles = Handles::open(&database).await?;
        let answers = Cache::builder().max_capacity(ANSWERS).build();
        let bases = moka::sync::Cache::builder().max_capacity(100).build();
        Ok(Desk {
            database,
            current: RwLock::new(Arc::new(current)),
            kept: RwLock::new(Arc::new(kept)),
            answers,
            bases,
            hands: Hands::new(),
            handles,
        })
    }

    /// Waits until something heavy, such as a picture, may be worked on.
    pub(crate) async fn free_hand(&self) -> Result<Hand, AppError> {
        self.hands.free().await
    }

    /// What is kept beside the data.
    pub fn kept(&self) -> Arc<Kept> {
        match self.kept.read() {
            Ok(kept) => kept.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }

    /// Says that something kept beside the data changed, and shows it at once.
    pub(crate) async fn kept_changed(&self) -> anyhow::Result<()> {
        kept::changed(&self.database).await?;
        self.read_kept().await
    }

    async fn read_kept(&self) -> anyhow::Result<()> {
        let fresh = Arc::new(Kept::read(&self.database).await?);
        match self.kept.write() {
            Ok(mut slot) => *slot = fresh,
            Err(poisoned) => *poisoned.into_inner() = fresh,
        }
        Ok(())
    }

    /// The database behind the data.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The version of the data that questions are asked of now.
    pub fn version(&self) -> i64 {
        self.current().dataset.version
    }

    /// The data that questions are asked of now; a question keeps its own until it is answered.
    pub fn current(&self) -> Arc<Current> {
        match self.current.read() {
            Ok(current) => current.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }

    /// Reads the data anew where another version is in the database. Questions under way end on the one they began with.
    /// A version whose dataset is not kept yet is made here, or left until later: files may still follow.
    pub async fn refresh(&self, unmade: Unmade) -> anyhow::Result<Refreshed> {
        if kept::revision(&self.database).await? != self.kept().revision {
            self.read_kept().await?;
        }
        let version = self.database.data_version().await?;
        if version == self.version() {
            return Ok(Refreshed::Nothing);
        }
        let dataset = match (packed::kept(&self.database).await?, unmade) {
            (Some(dataset), _) => dataset,
            (None, Unmade::Leave) => return Ok(Refreshed::Later(version)),
            (None, Unmade::Make) => packed::load(&self.database).await?,
        };
        let mut fresh = current(&self.database, dataset).await?;
        telling::remember(&mut fresh, self.current()).await?;
        let fresh = Arc::new(fresh);
        match self.current.write() {
            Ok(mut slot) => *slot = fresh,
            Err(poisoned) => *poisoned.into_inner() = fresh,
        }
        Ok(Refreshed::Shown)
    }

    /// Answers a question for a viewer: the report and the charts of the same answer.
    pub async fn answer(&self, viewer: &Viewer, page: Page, filters: &Filters) -> Result<Arc<Answer>, AppError> {
        let current = self.current();
        let (viewer, filters) = scope::of_question(&current.dataset, viewer, page, filters)?;
        let (viewer, filters) = (&viewer, &filters);
        let audience = audience(viewer, filters)?;
        let filters = disclosed::question(&current.dataset, page, audience, filters)?;
        let (kept, today) = (self.kept(), chrono::Utc::now().date_naive());
        let question = Question {
            version: current.dataset.version,
            audience,
            audiences: viewer.audiences.clone(),
            page,
            query: filters.to_string(),
            kept: match page {
                Page::Compare | Page::Participation => kept.revision.clone(),
                Page::Gaps => format!("{} {today}", kept.revision),
                _ => String::new(),
            },
        };
        let beside = match page {
            Page::Overview if !self.answers.contains_key(&question) => self.beside(viewer, &filters).await,
            _ => overview::Beside::default(),
        };
        let (audiences, bases, hands) = (viewer.audiences.clone(), self.bases.clone(), self.hands.clone());
        let computed = async move {
            let _hand = hands.free().await?;
            let written = tokio::task::spawn_blocking(move || {
                let context = Context {
                    dataset: &current.dataset,
                    filters: &filters,
                    audiences: &audiences,
                    sources: &current.sources,
                    demo: current.demo,
                    kept: &kept,
                    dfe: &current.dfe,
                    today,
                };
                Arc::new(compute(context, page, audience, &bases, &beside))
            });
            written.await.map_err(|error| {
                tracing::error!(%error, page = page.word(), "a question failed");
                AppError::Internal
            })
        };
        self.answers.try_get_with(question, computed).await.map_err(|error: Arc<AppError>| (*error).clone())
    }
}

impl Desk {
    /// What the overview shows of other pages, from their own answers to the same question. A page that cannot answer it
    /// is left out.
    async fn beside(&self, viewer: &Viewer, filters: &Filters) -> overview::Beside {
        let places = [Key::Region, Key::Hub, Key::La];
        let kinds = [Key::Phase, Key::Type];
        // What another page would leave out of the question must not be left out of it here.
        if filters.narrowing().any(|(key, _)| !places.contains(&key) && !kinds.contains(&key)) {
            return overview::Beside::default();
        }
        // The same year on the whole page.
        let question = filters.without(Key::By).without(Key::Sort).without(Key::Compare);
        let engagement = Box::pin(self.answer(viewer, Page::Engagement, &question)).await.ok();
        // Gaps are of all kinds of schools at once.
        let gaps = match kinds.iter().any(|key| filters.has(*key)) {
            true => None,
            false => Box::pin(self.answer(viewer, Page::Gaps, &question)).await.ok(),
        };
        overview::Beside { engagement, gaps }
    }
}

async fn current(database: &Database, mut dataset: Dataset) -> anyhow::Result<Current> {
    dataset.told = database.told().await?;
    let sources = loaded::sources(database).await?;
    let demo = database.fact("demo").await?.is_some();
    tracing::info!(
        version = dataset.version,
        starts = dataset.partitions.iter().map(|p| p.len()).sum::<usize>(),
        schools = dataset.schools.len(),
        "the data are read"
    );
    let dfe = published::figures(database).await?;
    Ok(Current { dataset, sources, demo, index: OnceCell::new(), dfe, is_telling: AtomicBool::new(false) })
}

fn compute(
    context: Context<'_>,
    page: Page,
    audience: Audience,
    bases: &moka::sync::Cache<Question, Arc<Base>>,
    beside: &overview::Beside,
) -> Answer {
    let (dataset, filters) = (context.dataset, context.filters);
    if page == Page::Compare {
        let shared = filters.without(Key::Hub).without(Key::Sort);
        let query = shared.to_string();
        let audiences = Vec::new();
        let key = Question { version: dataset.version, audience, audiences, page, query, kept: String::new() };
        let base = || Base::of(dataset, &shared, disclosed::hubs(dataset, audience, &shared));
        return compare::write(context, &bases.get_with(key, || Arc::new(base())));
    }
    let similar = if page == Page::Gaps { gaps::similar(&context) } else { Vec::new() };
    match disclosed::disclose(dataset, page, audience, filters, &similar) {
        Disclosed::Participation(published, offers) => {
            let mut answer = participation::write(context, &published);
            if let Some((_, offers)) = offers {
                participation::offers(&mut answer, &offers, context);
            }
            answer
        }
        Disclosed::Outcomes(published) => outcomes::write(context, &published),
        Disclosed::Engagement(published) => engagement::write(context, &published),
        Disclosed::Gaps(published) => gaps::write(context, &published),
        Disclosed::Compare(hubs) => compare::write(context, &Base::of(dataset, filters, hubs)),
        Disclosed::Overview(npq, ecf) => overview::write(context, &npq, &ecf, beside),
    }
}

impl Statistics for Desk {
    fn overview<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Future<'a, Report> {
        Box::pin(async move { Ok(self.answer(viewer, Page::Overview, filters).await?.report.clone()) })
    }

    fn participation<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Future<'a, Report> {
        Box::pin(async move { Ok(self.answer(viewer, Page::Participation, filters).await?.report.clone()) })
    }

    fn outcomes<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Future<'a, Report> {
        Box::pin(async move { Ok(self.answer(viewer, Page::Outcomes, filters).await?.report.clone()) })
    }

    fn engagement<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Future<'a, Report> {
        Box::pin(async move { Ok(self.answer(viewer, Page::Engagement, filters).await?.report.clone()) })
    }

    fn gaps<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Future<'a, Report> {
        Box::pin(async move { Ok(self.answer(viewer, Page::Gaps, filters).await?.report.clone()) })
    }

    fn calls<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Future<'a, CallList> {
        Box::pin(self.call_list(viewer, filters))
    }

    fn actions<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Future<'a, ActionList> {
        Box::pin(self.action_list(viewer, filters))
    }

    fn compare<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Future<'a, Report> {
        Box::pin(async move { Ok(self.answer(viewer, Page::Compare, filters).await?.report.clone()) })
    }

    fn targets<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Future<'a, TargetList> {
        Box::pin(self.target_list(viewer, filters))
    }

    fn reconciliation<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Future<'a, Reconciliation> {
        Box::pin(self.reconcile_people(viewer, filters, Medium::Page))
    }

    fn participants<'a>(&'a self, viewer: &'a Viewer, asked: &'a Asked) -> Future<'a, ParticipantList> {
        Box::pin(self.list_participants(viewer, asked, Medium::Page))
    }

    fn participant<'a>(&'a self, viewer: &'a Viewer, handle: &'a str) -> Future<'a, ParticipantReport> {
        Box::pin(self.one_participant(viewer, handle))
    }

    fn schools<'a>(&'a self, viewer: &'a Viewer, search: &'a Search) -> Future<'a, SchoolsReport> {
        Box::pin(self.find_schools(viewer, search))
    }

    fn school<'a>(&'a self, viewer: &'a Viewer, urn: Urn, audience: Option<Audience>) -> Future<'a, SchoolReport> {
        Box::pin(self.one_school(viewer, urn, audience))
    }

    fn data<'a>(&'a self, viewer: &'a Viewer) -> Future<'a, DataReport> {
        let exact = viewer.sees_everything();
        Box::pin(async move { loaded::data_report(&self.database, &self.current(), exact).await.map_err(internal) })
    }

    fn import<'a>(&'a self, viewer: &'a Viewer, id: i64) -> Future<'a, ImportReport> {
        Box::pin(async move {
            let values = viewer.sees_everything();
            loaded::import_report(&self.database, id, values).await.map_err(internal)?.ok_or(AppError::NotFound)
        })
    }
}

pub(crate) fn internal(error: anyhow::Error) -> AppError {
    tracing::error!(error = format!("{error:#}"), "a question to the database failed");
    AppError::Internal
}
