//! When something recurs: schedules on the wall clock of a zone.
