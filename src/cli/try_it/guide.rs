//! The guided start: which line to type next, for somebody who knows nothing yet.

use crate::cadence::Zone;
use crate::engine::button::Button;
use crate::platform::terminal::Offer;

/// Knows how far the two are on the way to their first reveal.
#[derive(Debug)]
pub(super) struct Guide {
    one: String,
    two: String,
    zone: String,
    done: Vec<Step>,
    on: bool,
}

/// A step on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Setup,
    AgreeOne,
    Read,
    AgreeTwo,
    TryOne,
    AnswerOne,
    AnswerTwo,
    Evening,
}

const STEPS: [Step; 8] = [
    Step::Setup,
    Step::AgreeOne,
    Step::Read,
    Step::AgreeTwo,
    Step::TryOne,
    Step::AnswerOne,
    Step::AnswerTwo,
    Step::Evening,
];

/// The hour of the guided `/setup`, and of the evening that it ends with.
const EVENING: &str = "20:30";

/// What the guide says next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Suggestion {
    /// Who types it.
    pub who: String,
    /// What.
    pub line: String,
}

impl Guide {
    /// At the start, or off (a couple that is there already needs none).
    pub fn new(one: &str, two: &str, zone: &Zone, on: bool) -> Guide {
        Guide { one: one.to_owned(), two: two.to_owned(), zone: zone.name().to_owned(), done: Vec::new(), on }
    }

    /// Whether it still leads.
    pub fn leads(&self) -> bool {
        self.on && !self.done.contains(&Step::Evening)
    }

    /// What to type next. `offers` are the buttons in front of somebody.
    pub fn next(&self, offers: impl Fn(&str) -> Vec<Offer>) -> Option<Suggestion> {
        if !self.on {
            return None;
        }
        STEPS.into_iter().filter(|step| !self.done.contains(step)).find_map(|step| {
            let line = match step {
                Step::Setup if self.done.is_empty() => {
                    format!("/setup @{} {} {EVENING}", self.two, self.zone)
                }
                Step::Evening if self.has_revealed() => format!("@ {EVENING}"),
                Step::Setup | Step::Evening => return None,
                Step::AgreeOne | Step::Read | Step::AgreeTwo | Step::TryOne | Step::AnswerOne | Step::AnswerTwo => {
                    let offers = offers(self.who(step));
                    offers.into_iter().find(|offer| is_for(step, &offer.button))?.label
                }
            };
            let who = self.who(step).to_owned();
            Some(Suggestion { who, line })
        })
    }

    /// Somebody gave the command to begin.
    pub fn set_up(&mut self) {
        self.does(Step::Setup);
    }

    /// Somebody pressed a button. A form that it opens counts when it is sent.
    pub fn pressed(&mut self, who: &str, button: &Button) {
        let step = STEPS.into_iter().find(|step| {
            let anybody = *step == Step::TryOne;
            is_for(*step, button) && (anybody || self.who(*step) == who)
        });
        if let Some(step) = step {
            self.does(step);
        }
    }

    /// The clock was moved.
    pub fn moved(&mut self) {
        if self.has_revealed() {
            self.does(Step::Evening);
        }
    }

    /// Whether both have answered the first question.
    pub fn has_revealed(&self) -> bool {
        self.done.contains(&Step::AnswerOne) && self.done.contains(&Step::AnswerTwo)
    }

    /// Whether somebody is the first of the two.
    pub fn is_first(&self, who: &str) -> bool {
        self.one == who
    }

    fn does(&mut self, step: Step) {
        if !self.done.contains(&step) {
            self.done.push(step);
        }
    }

    fn who(&self, step: Step) -> &str {
        match step {
            Step::Setup | Step::AgreeOne | Step::TryOne | Step::AnswerOne | Step::Evening => &self.one,
            Step::Read | Step::AgreeTwo | Step::AnswerTwo => &self.two,
        }
    }
}

fn is_for(step: Step, button: &Button) -> bool {
    match step {
        Step::AgreeOne | Step::AgreeTwo => matches!(button, Button::Agree),
        Step::Read => matches!(button, Button::ReadAndDecide),
        Step::TryOne => matches!(button, Button::TryOne),
        Step::AnswerOne | Step::AnswerTwo => matches!(button, Button::Answer(..)),
        Step::Setup | Step::Evening => false,
    }
}
