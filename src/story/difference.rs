//! Where a story and what happened part.

use std::fmt;

use super::bot_line::BotLine;

/// A place where a story and what happened part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Something else came than was expected, or nothing.
    Expected {
        /// The line of the story.
        line: usize,
        /// What it says.
        expected: BotLine,
        /// What came in its place, if anything did.
        came: Option<BotLine>,
    },
    /// Something came that the story does not list.
    Unlisted {
        /// The line of the story after which it came.
        after: usize,
        /// What.
        came: BotLine,
    },
    /// The story cannot go on.
    Stuck {
        /// The line of the story.
        line: usize,
        /// Why, as a sentence for whoever wrote it.
        why: String,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Difference::Expected { line, expected, came } => {
                writeln!(f, "line {line}: this was expected")?;
                indented(f, expected)?;
                match came {
                    Some(came) => {
                        writeln!(f, "  and this came")?;
                        indented(f, came)
                    }
                    None => writeln!(f, "  and it did not come"),
                }
            }
            Difference::Unlisted { after, came } => {
                writeln!(f, "line {after}: after it this came, which the story does not list")?;
                indented(f, came)
            }
            Difference::Stuck { line, why } => {
                writeln!(f, "line {line}: the story cannot go on: {why}")
            }
        }
    }
}

fn indented(f: &mut fmt::Formatter<'_>, line: &BotLine) -> fmt::Result {
    line.to_string().lines().try_for_each(|line| writeln!(f, "    {line}"))
}

/// What the story lists after one line, set beside what came.
pub(super) struct Beside {
    /// Both lists in their order.
    pub rows: Vec<Row>,
}

/// One row of the two lists side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// Expected and come.
    Both(usize, usize),
    /// Only expected.
    Missing(usize),
    /// Only come.
    Extra(usize),
}

impl Beside {
    /// Sets them beside each other so that as many as possible agree, keeping the order of both.
    pub(super) fn new(expected: &[BotLine], came: &[BotLine]) -> Beside {
        let (rows, columns) = (expected.len(), came.len());
        let mut best = vec![vec![0_usize; columns + 1]; rows + 1];
        for row in (0..rows).rev() {
            for column in (0..columns).rev() {
                let skip = best[row + 1][column].max(best[row][column + 1]);
                let take = if expected[row].accepts(&came[column]) { best[row + 1][column + 1] + 1 } else { 0 };
                best[row][column] = skip.max(take);
            }
        }
        let (mut row, mut column) = (0, 0);
        let mut beside = Vec::new();
        while row < rows || column < columns {
            let agree = row < rows && column < columns && expected[row].accepts(&came[column]);
            if agree && best[row][column] == best[row + 1][column + 1] + 1 {
                beside.push(Row::Both(row, column));
                (row, column) = (row + 1, column + 1);
            } else if row < rows && (column == columns || best[row + 1][column] >= best[row][column + 1]) {
                beside.push(Row::Missing(row));
                row += 1;
            } else {
                beside.push(Row::Extra(column));
                column += 1;
            }
        }
        Beside { rows: beside }
    }

    /// The differences. `lines` are the numbers of the expected lines; `after` is the line that all of this followed.
    pub(super) fn differences(
        &self,
        expected: &[BotLine],
        lines: &[usize],
        came: &[BotLine],
        after: usize,
    ) -> Vec<Difference> {
        let mut found: Vec<Difference> = Vec::new();
        let mut last = after;
        let mut extras: Vec<usize> = Vec::new();
        let mut missing: Vec<usize> = Vec::new();
        let mut settle = |missing: &mut Vec<usize>, extras: &mut Vec<usize>, last: &mut usize| {
            let mut extras = std::mem::take(extras).into_iter();
            for row in missing.drain(..) {
                *last = lines[row];
                found.push(Difference::Expected {
                    line: lines[row],
                    expected: expected[row].clone(),
                    came: extras.next().map(|column| came[column].clone()),
                });
            }
            found.extend(extras.map(|column| Difference::Unlisted { after: *last, came: came[column].clone() }));
        };
        for row in &self.rows {
            match *row {
                Row::Both(row, _) => {
                    settle(&mut missing, &mut extras, &mut last);
                    last = lines[row];
                }
                Row::Missing(row) => missing.push(row),
                Row::Extra(column) => extras.push(column),
            }
        }
        settle(&mut missing, &mut extras, &mut last);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<BotLine> {
        texts.iter().map(|text| BotLine::parse(None, text)).collect()
    }

    fn told(expected: &[&str], came: &[&str]) -> String {
        let (expected, came) = (lines(expected), lines(came));
        let numbers: Vec<usize> = (0..expected.len()).map(|index| index + 11).collect();
        let beside = Beside::new(&expected, &came);
        let differences = beside.differences(&expected, &numbers, &came, 10);
        differences.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn tells_what_is_missing_and_what_is_too_much() {
        assert_eq!(told(&["one", "t…"], &["one", "two"]), "");
        assert_eq!(
            told(&["one", "two", "three"], &["one", "2", "three"]),
            "line 12: this was expected\n    bot: two\n  and this came\n    bot: 2\n"
        );
        assert_eq!(
            told(&["one", "two"], &["one"]),
            "line 12: this was expected\n    bot: two\n  and it did not come\n"
        );
        assert_eq!(
            told(&["two"], &["one", "two"]),
            "line 10: after it this came, which the story does not list\n    bot: one\n"
        );
        assert_eq!(
            told(&[], &["a\nb"]),
            "line 10: after it this came, which the story does not list\n    bot: a\n    | b\n"
        );
    }

    #[test]
    fn a_wildcard_leaves_what_another_line_names() {
        let (expected, came) = (lines(&["…", "two"]), lines(&["zero", "one", "two"]));
        let rows = Beside::new(&expected, &came).rows;
        assert_eq!(rows[2], Row::Both(1, 2), "{rows:?}");
    }
}
