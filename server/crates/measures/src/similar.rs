//! Similar areas: nearest neighbours by what their schools are like, with the reasons in figures.
//! Looks at features only, never at results, so that an area is not compared with those that do as well as it does.

use domain::measure::one_decimal;

/// Neighbours shown unless asked otherwise.
pub const NEIGHBOURS: usize = 10;

/// Features named for each neighbour as most alike and as most apart.
const NAMED: usize = 3;

/// One column of the features: a share from 0 to 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// What the share is of, as a reader sees it: `secondary schools`.
    pub name: String,
    /// Features of one group (phase, type, size, rurality, disadvantage) together weigh as much as those of another.
    pub group: String,
}

/// One feature of two areas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// Position of the feature.
    pub feature: usize,
    /// The share of the area asked about.
    pub own: f64,
    /// The share of the neighbour.
    pub other: f64,
    /// Own less other in standard deviations.
    pub deviations: f64,
}

impl Contrast {
    /// `secondary schools: 31.0% against 18.0%`, the area asked about first.
    pub fn words(&self, features: &[Feature]) -> String {
        let name = features.get(self.feature).map_or("", |feature| feature.name.as_str());
        format!("{name}: {}% against {}%", one_decimal(self.own * 100.0), one_decimal(self.other * 100.0))
    }
}

/// An area like the one asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbour {
    /// Position of the area.
    pub unit: usize,
    /// Root mean square difference over the groups, in standard deviations: 0 is the same in every feature.
    pub distance: f64,
    /// How many features both have.
    pub compared: usize,
    /// The features that differ least, least first.
    pub alike: Vec<Contrast>,
    /// The features that differ most, most first.
    pub apart: Vec<Contrast>,
}

/// The features of all areas, standardised once.
#[derive(Debug, Clone)]
pub struct Profiles {
    values: Vec<Vec<Option<f64>>>,
    /// Population standard deviation of each feature; 0 where it does not vary.
    spread: Vec<f64>,
    /// Group of each feature, numbered in order of appearance.
    groups: Vec<usize>,
}

impl Profiles {
    /// Areas as rows, features as columns; `None` (or not a number, or a column missing) where a value is not known.
    ///
    /// Source: each feature is divided by its standard deviation over all areas that have it (population formula), and
    /// distances are Euclidean, as in the Children's Services Statistical Neighbour Benchmarking Tool (NFER, 2007) and
    /// CIPFA's nearest neighbours model. A feature that does not vary contributes 0.
    pub fn new(features: &[Feature], rows: &[Vec<Option<f64>>]) -> Profiles {
        let known = |row: &Vec<Option<f64>>, f: usize| row.get(f).copied().flatten().filter(|value| value.is_finite());
        let values: Vec<Vec<Option<f64>>> =
            rows.iter().map(|row| (0..features.len()).map(|f| known(row, f)).collect()).collect();
        let spread = (0..features.len()).map(|f| deviation(values.iter().filter_map(|row| row[f]))).collect();
        let mut names: Vec<&str> = Vec::new();
        let mut group = |name| {
            names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            })
        };
        let groups = features.iter().map(|feature| group(feature.group.as_str())).collect();
        Profiles { values, spread, groups }
    }

    /// The `k` areas nearest to `unit`, nearest first; equal distances in the order of the areas. Areas without any
    /// feature in common with it are left out. Empty where there is no such unit.
    pub fn nearest(&self, unit: usize, k: usize) -> Vec<Neighbour> {
        let others = (0..self.values.len()).filter(|other| *other != unit);
        let mut near: Vec<Neighbour> = others.filter_map(|other| self.neighbour(unit, other)).collect();
        // To nine decimals, so that binary rounding does not decide between equals.
        let rank = |near: &Neighbour| (near.distance * 1e9).round();
        near.sort_by(|a, b| rank(a).total_cmp(&rank(b)));
        near.truncate(k);
        near
    }

    /// The root of the mean, over the groups with a feature both have, of each group's mean squared difference over
    /// those features: a group weighs the same however many features it has and however many are missing.
    fn neighbour(&self, unit: usize, other: usize) -> Option<Neighbour> {
        let contrasts = self.contrasts(unit, other)?;
        let mut groups: Vec<(f64, u32)> = vec![(0.0, 0); self.groups.len()];
        for contrast in &contrasts {
            let (sum, features) = &mut groups[self.groups[contrast.feature]];
            *sum += contrast.deviations.powi(2);
            *features += 1;
        }
        let means: Vec<f64> =
            groups.iter().filter(|(_, features)| *features > 0).map(|(sum, n)| sum / f64::from(*n)).collect();
        if means.is_empty() {
            return None;
        }
        let distance = (means.iter().sum::<f64>() / means.len() as f64).sqrt();
        let compared = contrasts.len();
        let mut varying: Vec<Contrast> =
            contrasts.into_iter().filter(|contrast| self.spread[contrast.feature] > 0.0).collect();
        varying.sort_by(|a, b| a.deviations.abs().total_cmp(&b.deviations.abs()));
        let alike = varying.iter().take(NAMED).copied().collect();
        varying.sort_by(|a, b| b.deviations.abs().total_cmp(&a.deviations.abs()));
        let apart = varying.into_iter().take(NAMED).filter(|contrast| contrast.deviations != 0.0).collect();
        Some(Neighbour { unit: other, distance, compared, alike, apart })
    }

    /// Every feature both areas have, in order.
    fn contrasts(&self, unit: usize, other: usize) -> Option<Vec<Contrast>> {
        let pairs = self.values.get(unit)?.iter().zip(self.values.get(other)?).enumerate();
        let both = pairs.filter_map(|(feature, (own, other))| {
            let (own, other) = ((*own)?, (*other)?);
            let spread = self.spread[feature];
            let deviations = if spread > 0.0 { (own - other) / spread } else { 0.0 };
            Some(Contrast { feature, own, other, deviations })
        });
        Some(both.collect())
    }
}

/// Population standard deviation; 0 of equal values, whatever their binary rounding.
fn deviation(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let n = values.clone().count().max(1) as f64;
    let mean = values.clone().sum::<f64>() / n;
    let deviation = (values.map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt();
    if deviation < 1e-12 { 0.0 } else { deviation }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn features(groups: &[&str]) -> Vec<Feature> {
        let each = groups.iter().enumerate();
        each.map(|(i, group)| Feature { name: format!("feature {i}"), group: (*group).into() }).collect()
    }

    fn rows(rows: &[&[f64]]) -> Vec<Vec<Option<f64>>> {
        rows.iter().map(|row| row.iter().map(|value| (!value.is_nan()).then_some(*value)).collect()).collect()
    }

    fn found(near: &[Neighbour]) -> Vec<(usize, f64)> {
        near.iter().map(|near| (near.unit, (near.distance * 1e6).round() / 1e6)).collect()
    }

    #[test]
    fn distances_are_those_worked_out_by_hand() {
        // First feature 0 0.2 0.4 0.6: mean 0.3, variance (0.09 + 0.01 + 0.01 + 0.09) / 4 = 0.05.
        // Second 0.5 0.5 0.1 0.1: mean 0.3, variance 0.04. Two groups, so that each square counts half.
        let profiles =
            Profiles::new(&features(&["phase", "type"]), &rows(&[&[0.0, 0.5], &[0.2, 0.5], &[0.4, 0.1], &[0.6, 0.1]]));
        // To 1: root(0.04 / 0.05 / 2); to 2: root((0.16 / 0.05 + 0.16 / 0.04) / 2); to 3: root((7.2 + 4) / 2).
        assert_eq!(found(&profiles.nearest(0, 10)), [(1, 0.632_456), (2, 1.897_367), (3, 2.366_432)]);
        assert_eq!(found(&profiles.nearest(0, 1)), [(1, 0.632_456)]);
        assert!(profiles.nearest(4, 10).is_empty());
    }

    #[test]
    fn a_group_of_many_features_weighs_as_much_as_a_group_of_one() {
        // Each feature's deviation is 0.5. Unit 1 is one half off in all of "phase", unit 2 in the one of "size".
        let one = [0.0, 0.0, 0.0, 0.0];
        let all = [1.0, 1.0, 1.0, 1.0];
        let (phase, size) = ([1.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]);
        let profiles =
            Profiles::new(&features(&["phase", "phase", "phase", "size"]), &rows(&[&one, &phase, &size, &all]));
        let near = profiles.nearest(0, 3);
        assert_eq!(near.iter().map(|near| near.unit).collect::<Vec<_>>(), [1, 2, 3]);
        for (near, square) in near.iter().zip([2.0, 2.0, 4.0]) {
            assert!((near.distance.powi(2) - square).abs() < 1e-12, "{near:?}");
        }
    }

    #[test]
    fn a_missing_value_leaves_the_other_features_to_compare() {
        let nan = f64::NAN;
        let profiles = Profiles::new(
            &features(&["phase", "phase", "type"]),
            &rows(&[&[0.0, 0.0, 0.0], &[1.0, nan, 1.0], &[1.0, 1.0, nan], &[nan, nan, nan], &[0.0, 0.5]]),
        );
        let near = profiles.nearest(0, NEIGHBOURS);
        assert_eq!(near.iter().map(|near| (near.unit, near.compared)).collect::<Vec<_>>(), [(4, 2), (1, 2), (2, 2)]);
        // First feature 0 1 1 0: deviation 0.5; third 0 1: 0.5. Unit 1 differs by 2 in each of two groups.
        assert!((near[1].distance - 2.0).abs() < 1e-12);
        // Second feature 0 1 0.5: variance 1/6, so that 1 is root 6; unit 2 has the one group: root((4 + 6) / 2).
        assert!((near[2].distance - 5f64.sqrt()).abs() < 1e-12);
        let infinite = vec![vec![Some(f64::INFINITY)], vec![Some(0.0)]];
        assert!(Profiles::new(&features(&["type"]), &infinite).nearest(0, 1).is_empty());
    }

    #[test]
    fn a_feature_that_does_not_vary_contributes_nothing_and_is_not_named() {
        let profiles = Profiles::new(&features(&["a", "b"]), &rows(&[&[0.1, 0.3], &[0.1, 0.1], &[0.1, 0.2]]));
        let near = profiles.nearest(0, 2);
        // Variance of 0.3 0.1 0.2 is 0.02 / 3; a difference of 0.1 is root 1.5, over two groups root 0.75.
        assert_eq!(found(&near), [(2, 0.866_025), (1, 1.732_051)]);
        assert!(near.iter().all(|near| near.apart.len() == 1 && near.alike.len() == 1 && near.compared == 2));
    }

    #[test]
    fn equal_distances_keep_the_order_of_the_areas() {
        let profiles = Profiles::new(&features(&["a"]), &rows(&[&[0.5], &[0.6], &[0.4], &[0.5], &[0.6]]));
        let units: Vec<usize> = profiles.nearest(0, 4).iter().map(|near| near.unit).collect();
        assert_eq!(units, [3, 1, 2, 4]);
        let same = Profiles::new(&features(&["a"]), &vec![vec![Some(0.5)]; 4]);
        assert_eq!(found(&same.nearest(1, 3)), [(0, 0.0), (2, 0.0), (3, 0.0)]);
    }

    #[test]
    fn the_reasons_name_what_is_most_alike_and_most_apart() {
        let profiles = Profiles::new(
            &features(&["a", "a", "b", "b", "c"]),
            &rows(&[&[0.31, 0.0, 0.2, 0.4, 0.5], &[0.18, 0.0, 0.9, 0.5, 0.1], &[0.0, 1.0, 0.0, 0.0, 0.0]]),
        );
        let near = &profiles.nearest(0, 1)[0];
        assert_eq!(near.unit, 1);
        let names = |contrasts: &[Contrast]| contrasts.iter().map(|contrast| contrast.feature).collect::<Vec<_>>();
        // Differences in deviations: 1.02, 0, -1.82, -0.46, 1.85.
        assert_eq!((names(&near.apart), names(&near.alike)), (vec![4, 2, 0], vec![1, 3, 0]));
        assert_eq!(near.apart[2].words(&features(&["a"])), "feature 0: 31.0% against 18.0%");
        assert!(near.apart[1].deviations < 0.0 && near.apart[0].deviations > 0.0);
    }

    proptest! {
        #[test]
        fn distance_is_the_same_both_ways_and_never_shrinks_down_the_list(
            table in prop::collection::vec(prop::collection::vec(prop::option::weighted(0.9, 0.0f64..1.0), 4), 2..8)
        ) {
            let profiles = Profiles::new(&features(&["a", "a", "b", "c"]), &table);
            for unit in 0..table.len() {
                let near = profiles.nearest(unit, NEIGHBOURS);
                prop_assert!(near.windows(2).all(|pair| pair[0].distance <= pair[1].distance + 1e-9));
                for other in near {
                    let back = profiles.nearest(other.unit, NEIGHBOURS);
                    let back = back.iter().find(|near| near.unit == unit).unwrap();
                    prop_assert!((back.distance - other.distance).abs() < 1e-12);
                }
            }
        }
    }
}
