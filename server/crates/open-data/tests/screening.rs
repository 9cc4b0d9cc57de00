//! Each rule of the screener has a case that breaks it and nothing before it; a good pair passes without a word.

use open_data::screen::{Finding, Severity, screen};

const DATA: &str = "\
time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,new_la_code,la_name,old_la_code,lad_code,lad_name,education_phase,phase_group,npq_starts,percent
202324,Academic year,National,E92000001,England,,,,,,,,Total,All phases,30,50.0
202324,Academic year,National,E92000001,England,,,,,,,,Primary,Under 11,20,c
202324,Academic year,Regional,E92000001,England,E12000001,North East,,,,,,Total,All phases,10,z
202324,Academic year,Regional,E92000001,England,E12000001,North East,,,,,,Primary,Under 11,5,low
202324,Academic year,Local authority,E92000001,England,E12000001,North East,E06000001,Hartlepool,805,,,Total,All phases,5,u
202324,Academic year,Local authority,E92000001,England,E12000001,North East,E06000001,Hartlepool,805,,,Primary,Under 11,c,x
202324,Academic year,Local authority,E92000001,England,z,Unknown,z,Unknown,z,,,Total,All phases,5,u
202324,Academic year,Local authority,E92000001,England,z,Unknown,z,Unknown,z,,,Primary,Under 11,c,x
202324,Academic year,Local authority district,E92000001,England,E12000001,North East,E06000001,Hartlepool,805,E06000001,Hartlepool,Total,All phases,5,u
202324,Academic year,Local authority district,E92000001,England,E12000001,North East,E06000001,Hartlepool,805,E06000001,Hartlepool,Primary,Under 11,5,u
";

const META: &str = "\
col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column
education_phase,Filter,Phase,,,,,phase_group
npq_starts,Indicator,Starts,,,0,,
percent,Indicator,Percentage,,%,1,,
";

fn found(data: &str, meta: &str) -> Vec<Finding> {
    screen("file.csv", data.as_bytes(), "file.meta.csv", meta.as_bytes())
}

/// The rules that are broken, each once.
fn rules(findings: &[Finding], severity: Severity) -> Vec<&'static str> {
    let mut rules: Vec<&'static str> = findings.iter().filter(|f| f.severity == severity).map(|f| f.rule).collect();
    rules.dedup();
    rules.sort_unstable();
    rules.dedup();
    rules
}

#[test]
fn a_good_pair_passes_without_a_word() {
    assert_eq!(found(DATA, META), []);
}

#[test]
fn each_rule_about_names_of_files_has_its_case() {
    for (data, meta, rule) in [
        ("my file.csv", "my file.meta.csv", "filename_spaces"),
        ("my.file.csv", "my.file.meta.csv", "filename_characters"),
        ("\u{e9}.csv", "\u{e9}.meta.csv", "filename_characters"),
        ("file.csv", "other.meta.csv", "filename_meta"),
        ("file.xlsx", "file.xlsx.meta.csv", "file_extension"),
    ] {
        let findings = screen(data, DATA.as_bytes(), meta, META.as_bytes());
        assert!(rules(&findings, Severity::Fail).contains(&rule), "{data}: {findings:?}");
    }
    let latin = screen("file.csv", b"caf\xe9", "file.meta.csv", META.as_bytes());
    assert_eq!(rules(&latin, Severity::Fail), ["file_read"]);
    assert_eq!(rules(&found("a,b\n1\n", META), Severity::Fail), ["file_read"]);
}

/// What is replaced in the data and in the metadata, and the rules that must be broken by it.
type Case = (&'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)], &'static str);

fn check(cases: &[Case], severity: Severity) {
    for (in_data, in_meta, rule) in cases {
        let change = |text: &str, changes: &[(&str, &str)]| {
            changes.iter().fold(text.to_owned(), |text, (from, to)| {
                assert!(text.contains(from), "{rule}: {from} is not there");
                text.replace(from, to)
            })
        };
        let findings = found(&change(DATA, in_data), &change(META, in_meta));
        assert_eq!(rules(&findings, severity), [*rule], "{findings:?}");
    }
}

#[test]
fn each_rule_about_columns_has_its_case() {
    check(
        &[
            (&[], &[(",filter_hint,", ",parent_filter,")], "meta_required"),
            (&[("country_name,", "country_title,")], &[], "data_required"),
            (&[(",phase_group", ",other_group")], &[], "meta_in_data"),
            (&[("npq_starts", "starts")], &[], "meta_in_data"),
            (&[(",percent", ",per cent")], &[("percent,", "per cent,")], "header_whitespace"),
            (&[("npq_starts", "female_starts")], &[("npq_starts", "female_starts")], "indicator_characteristic"),
            (&[("npq_starts", "romania_starts")], &[("npq_starts", "romania_starts")], "indicator_characteristic"),
        ],
        Severity::Fail,
    );
    let extra =
        META.replace("grouping_column\n", "grouping_column,remark\n").replace(",phase_group\n", ",phase_group,x\n");
    let extra = extra.replace("0,,\n", "0,,,x\n").replace("1,,\n", "1,,,x\n");
    assert_eq!(rules(&found(DATA, &extra), Severity::Fail), ["meta_extra"]);
    let many: String = (0..12).map(|n| format!("column_{n},Indicator,Label {n},,,0,,\n")).collect();
    assert!(rules(&found(DATA, &format!("{META}{many}")), Severity::Fail).contains(&"meta_rows"));
    check(
        &[
            (&[("npq_starts", "npqStarts")], &[("npq_starts", "npqStarts")], "snake_case"),
            (&[("npq_starts", "2_starts")], &[("npq_starts", "2_starts")], "starts_lowercase"),
            (&[("education_phase", "characteristic")], &[("education_phase", "characteristic")], "characteristic"),
            (&[], &[("percent,Indicator,Percentage,,%,1,,\n", "")], "data_in_meta"),
        ],
        Severity::Warning,
    );
}

#[test]
fn each_rule_about_metadata_has_its_case() {
    check(
        &[
            (&[], &[("percent,Indicator", "percent,Measure")], "col_type"),
            (&[], &[("percent,Indicator,Percentage", "region_name,Indicator,Percentage")], "observational_unit"),
            (&[], &[(",Percentage,", ",Starts,")], "label_unique"),
            (&[], &[(",Percentage,", ",,")], "label_blank"),
            (&[], &[("percent,", "npq_starts,")], "col_name_unique"),
            (&[], &[("%,1,,", "%,1,,education_phase")], "indicator_group"),
            (&[], &[("%,1,,", "%,1,hint,")], "indicator_hint"),
            (&[], &[("%,1,,", "%,-1,,")], "indicator_dp"),
            (&[], &[("%,1,,", "%,one,,")], "indicator_dp"),
            (&[], &[("%,1,,", "percent,1,,")], "indicator_unit"),
            (&[], &[("Phase,,,,,", "Phase,,,1,,")], "filter_dp"),
            (&[], &[("Phase,,,,,", "Phase,,%,,,")], "filter_unit"),
            (&[], &[("Phase,,,,,", "Phase,Group,,,,")], "filter_indicator_group"),
            (
                &[("education_phase", "school_name_code")],
                &[("education_phase", "school_name_code")],
                "geography_filter",
            ),
            (&[("education_phase", "provider")], &[("education_phase", "provider")], "geography_filter"),
            (&[("Under 11", "All-phases")], &[], "group_items"),
        ],
        Severity::Fail,
    );
    check(&[(&[], &[("%,1,,", "%,,,")], "indicator_dp_set")], Severity::Warning);
    let blank = META.replace("percent,Indicator", ",Indicator");
    assert!(rules(&found(DATA, &blank), Severity::Fail).contains(&"meta_in_data"), "a blank name is no column");
    let second = DATA.replace(",phase_group,", ",phase_group,npq_course,").replace("All phases,", "All phases,Total,");
    let second = second.replace("Under 11,", "Under 11,NPQH,");
    let both = META.replace("npq_starts,I", "npq_course,Filter,Course,,,,,phase_group\nnpq_starts,I");
    assert!(rules(&found(&second, &both), Severity::Fail).contains(&"group_unique"));
    let named = META.replace("npq_starts,I", "phase_group,Filter,Group,,,,,\nnpq_starts,I");
    assert!(rules(&found(DATA, &named), Severity::Warning).contains(&"group_in_col_name"));
}

#[test]
fn each_rule_about_time_has_its_case() {
    check(
        &[
            (&[("202324,", "2023/24,")], &[], "time_period"),
            (&[("Academic year", "School year")], &[], "time_identifier"),
            (&[("Academic year,Regional", "Calendar year,Regional")], &[], "time_identifier_mix"),
            (&[("202324,", "2023,")], &[], "time_length"),
            (&[("202324,", "202325,")], &[], "time_consecutive"),
            (&[("Academic year", "Week 53")], &[], "time_identifier"),
        ],
        Severity::Fail,
    );
    assert_eq!(found(&DATA.replace("202324", "199900"), META), [], "the turn of the century follows");
    assert_eq!(found(&DATA.replace("202324,Academic year", "2023,Week 52"), META), []);
}

#[test]
fn each_rule_about_filters_and_values_has_its_case() {
    check(
        &[
            (&[(",Primary,", ",Total,")], &[], "filter_levels"),
            (&[(",Primary,", ", Primary,")], &[], "filter_whitespace"),
            (&[(",Primary,", ",,")], &[], "filter_blank"),
            (&[("England,z,Unknown,z,Unknown,z,,,P", "England,z,Total,z,Unknown,z,,,P")], &[], "place_total"),
            (&[("E06000001,Hartlepool,805,,,Primary", "E06000001,Hartlepool,805,,,Total")], &[], "duplicate_rows"),
            (&[(",20,c", ",20,NULL")], &[], "null_words"),
            (&[(",20,c", ",20,")], &[], "indicator_values"),
            (&[(",20,c", ",20,~")], &[], "indicator_values"),
            (&[(",20,c", ",20,:")], &[], "indicator_values"),
            (&[("education_phase", "school_type")], &[("education_phase", "school_type")], "harmonised"),
            (&[("education_phase", "ethnic_group")], &[("education_phase", "ethnic_group")], "harmonised"),
        ],
        Severity::Fail,
    );
    let groups = DATA.replacen("Under 11", "Another", 1);
    assert_eq!(rules(&found(&groups, META), Severity::Fail), ["group_levels"]);
    check(
        &[(&[(",Total,", ",Everything,")], &[], "filter_total"), (&[(",20,c", ",20,..")], &[], "legacy_symbols")],
        Severity::Warning,
    );
    let default = META.replace("grouping_column\n", "grouping_column,filter_default\n");
    let default = default
        .replace(",phase_group\n", ",phase_group,Primary\n")
        .replace("0,,\n", "0,,,\n")
        .replace("1,,\n", "1,,,\n");
    assert_eq!(found(&DATA.replace(",Total,", ",Everything,"), &default), [], "another default will do");
    let long = "x".repeat(121);
    let findings = found(&DATA.replace(",Primary,", &format!(",{long},")), META);
    assert_eq!(rules(&findings, Severity::Warning), ["api_item_length"]);
    let label = META.replace("Percentage", &"x".repeat(101));
    assert_eq!(rules(&found(DATA, &label), Severity::Warning), ["api_label_length"]);
    let column = "x".repeat(51);
    let findings = found(&DATA.replace("npq_starts", &column), &META.replace("npq_starts", &column));
    assert_eq!(rules(&findings, Severity::Warning), ["api_column_length"]);
}

#[test]
fn a_filter_with_too_many_items_is_refused() {
    let header = "time_period,time_identifier,geographic_level,country_code,country_name,item,starts\n";
    let rows: String =
        (0..25_001).map(|n| format!("202324,Academic year,National,E92000001,England,{n},1\n")).collect();
    let meta = "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column\n\
                item,Filter,Item,,,,,\nstarts,Indicator,Starts,,,0,,\n";
    assert_eq!(rules(&found(&format!("{header}{rows}"), meta), Severity::Fail), ["filter_items"]);
}

#[test]
fn each_rule_about_places_has_its_case() {
    check(
        &[
            (&[(",Regional,", ",Region,")], &[], "level"),
            (&[("Academic year,Regional,", "Academic year,Ward,")], &[], "level_columns"),
            (&[("North East", "North east")], &[], "place_unknown"),
            (&[("805", "806")], &[], "place_unknown"),
            (&[("England,z,Unknown,z,Unknown,z,,,P", "England,z,Nowhere,z,Unknown,z,,,P")], &[], "place_unknown"),
            (&[("England,z,Unknown,z,Unknown,z,,,P", "England,x,Unknown,z,Unknown,z,,,P")], &[], "not_available"),
            (
                &[("National,E92000001,England,,", "National,E92000001,England,E12000001,North East")],
                &[],
                "level_empty",
            ),
            (&[("North East,,,,,,P", "North East,E06000001,Hartlepool,805,,,P")], &[], "level_empty"),
            (&[("North East,,,,,,P", "North East,,,,E06000001,Hartlepool,P")], &[], "level_empty"),
        ],
        Severity::Fail,
    );
    let no_old = DATA.replace("E06000001,Hartlepool,805,,,P", "E06000001,Hartlepool,,,,P");
    assert!(rules(&found(&no_old, META), Severity::Fail).contains(&"level_complete"));
    let without = DATA.replace(",old_la_code,", ",old_code,").replace("Local authority district", "Regional");
    assert!(
        rules(&found(&without.replace("Local authority,", "Regional,"), META), Severity::Fail)
            .contains(&"level_columns_together")
    );
    let regionless =
        DATA.replace("Local authority,E92000001,England,E12000001,North East", "Local authority,E92000001,England,,");
    assert_eq!(rules(&found(&regionless, META), Severity::Warning), ["region_missing"]);
    let alone = "time_period,time_identifier,geographic_level,country_code,country_name,institution_id,institution_name,starts\n\
                 202324,Academic year,Institution,E92000001,England,1,One,5\n";
    let meta = "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column\n\
                starts,Indicator,Starts,,,0,,\n";
    assert_eq!(rules(&found(alone, meta), Severity::Fail), ["level_alone"]);
    let mixed = "time_period,time_identifier,geographic_level,country_code,country_name,school_urn,school_name,school_laestab,provider_ukprn,provider_name,starts\n\
                 202324,Academic year,School,E92000001,England,1,One,2,,,5\n\
                 202324,Academic year,Provider,E92000001,England,,,,3,Three,5\n";
    assert_eq!(rules(&found(mixed, meta), Severity::Fail), ["level_mixed"]);
    let trusts = "time_period,time_identifier,geographic_level,country_code,country_name,trust_id,trust_name,starts\n\
                  202324,Academic year,MAT,E92000001,England,1,One,5\n202324,Academic year,MAT,E92000001,England,1,Two,5\n";
    assert_eq!(rules(&found(trusts, meta), Severity::Fail), ["place_one_to_one"]);
}
