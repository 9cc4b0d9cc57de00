//! DfE's published statistics files (first rows) against the figures that DfE published.
//! Reads the folder that GOLDEN_THREAD_REAL_DATA names; says so where it is absent. Nothing of it is kept here.

use intake::Kind;
use intake::record::{Benchmark, Record};

mod kept;
use kept::{Kept, import};

/// Published figures by dataset, release and period, of the whole of England.
fn figure<'a>(kept: &'a Kept, period: &str, characteristics: &str, indicator: &str) -> &'a Benchmark {
    let found = kept.records.iter().find_map(|(_, record)| match record {
        Record::Benchmark(b)
            if b.time_period == period && b.characteristics == characteristics && b.indicator == indicator =>
        {
            Some(b)
        }
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no {indicator} of {period} {characteristics}"))
}

#[test]
fn published_npq_and_ect_figures_are_as_published() {
    const OVERALL: &str = "funding=Overall;breakdown=Overall;group_name=Overall";
    let Some((summary, kept)) = import("official/npq_participants_2024-25.preview.csv") else {
        return;
    };
    assert_eq!((summary.kind, summary.rows, summary.rejected, summary.warned), (Kind::Benchmarks, 5, 0, 0));
    for (period, starts) in [("202122", 31_677.0), ("202223", 38_906.0), ("202324", 43_840.0), ("202425", 29_818.0)] {
        let benchmark = figure(&kept, period, OVERALL, "npq_starts");
        assert_eq!((benchmark.value, benchmark.release.as_str()), (Some(starts), "2024-25"));
        assert_eq!((benchmark.dataset.as_str(), benchmark.place_code.as_str()), ("npq-participants", "E92000001"));
    }
    let (_, kept) = import("official/npq_completions_2024-25.preview.csv").unwrap();
    for (period, indicator, value) in [
        ("202122", "percentage_completion_rate", 84.6),
        ("202223", "percentage_completion_rate", 81.7),
        ("202122", "percentage_pass_rate", 98.7),
        ("202223", "percentage_pass_rate", 96.7),
    ] {
        let benchmark = figure(&kept, period, OVERALL, indicator);
        assert_eq!((benchmark.dataset.as_str(), benchmark.value), ("npq-completions", Some(value)));
    }
    assert_eq!(figure(&kept, "202425", OVERALL, "percentage_completion_rate").symbol.as_deref(), Some("low"));
    let (_, kept) = import("official/ecf_participants_2024-25.preview.csv").unwrap();
    let overall = "programme=Overall;breakdown=Overall;group_name=Overall";
    for (period, ects) in [("202122", 28_887.0), ("202223", 27_901.0), ("202324", 24_953.0), ("202425", 22_536.0)] {
        assert_eq!(figure(&kept, period, overall, "total_ects_count").value, Some(ects));
    }
    let (_, kept) = import("official/ecf_retention_2023-24.preview.csv").unwrap();
    assert_eq!(figure(&kept, "202223", overall, "count_two_year_retention").symbol.as_deref(), Some("z"));
}

#[test]
fn every_published_shape_is_recognised_and_read_without_a_problem() {
    for (path, dataset, release, figures) in [
        ("ecf_participants_2024-25", "ecf-participants", "2024-25", 7),
        ("ecf_retention_2023-24", "ecf-retention", "2023-24", 5),
        ("ecf_retention_2024-25", "ecf-retention", "2024-25", 7),
        ("ecf_total_participants_2023-24", "ecf-participants", "2023-24", 9),
        ("ecf_workforce_coverage_2024-25", "ecf-workforce", "2024-25", 3),
        ("npq_completions_2024-25", "npq-completions", "2024-25", 5),
        ("npq_participants_2024-25", "npq-participants", "2024-25", 5),
        ("npq_school_coverage_2024-25", "npq-school-coverage", "2024-25", 7),
        ("npq_workforce_2024-25", "npq-workforce", "2024-25", 3),
        ("npqs_total_participants_2022-23", "npq-participants", "2022-23", 6),
        ("swc_teacher_characteristics_2024-25", "workforce-characteristics", "2024-25", 4),
    ] {
        let Some((summary, kept)) = import(&format!("official/{path}.preview.csv")) else {
            return;
        };
        assert_eq!(
            (summary.kind, summary.rows, summary.rejected, summary.warned),
            (Kind::Benchmarks, 5, 0, 0),
            "{path}"
        );
        assert_eq!(kept.records.len(), 5 * figures, "{path}");
        for (_, record) in &kept.records {
            let Record::Benchmark(benchmark) = record else { panic!("{record:?}") };
            assert_eq!((benchmark.dataset.as_str(), benchmark.release.as_str()), (dataset, release), "{path}");
        }
    }
}

#[test]
fn the_school_level_workforce_file_gives_one_headcount_for_each_school() {
    let Some((summary, kept)) = import("official/swc_teacher_characteristics_school_level_2025-26.preview.csv") else {
        return;
    };
    assert_eq!((summary.kind, summary.rows, summary.warned, kept.records.len()), (Kind::Headcounts, 4, 0, 1));
    let Record::Headcount(headcount) = &kept.records[0].1 else { panic!() };
    assert_eq!((headcount.year.0, headcount.teachers), (2025, 20.0));
}
