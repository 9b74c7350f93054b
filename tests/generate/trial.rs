//! What becomes of a list of functions.
use crate::function::Function;
use crate::judge::{Verdict, judge};
use crate::project::{Errors, Project};

pub struct Trial {
    /// Those that rustc does not take as they are.
    pub rejected: Errors,
    /// Those that compile without the attribute only.
    pub refused: Errors,
    pub verdict: Verdict,
}

impl Project {
    pub fn put_to_the_test(&self, functions: &[Function]) -> Trial {
        self.write_functions(functions);
        let mut left = functions.to_vec();
        let rejected = self.filter(&mut left, &["plain"]);
        let refused = self.filter(&mut left, &crate::project::FORMS);
        let verdict = if left.is_empty() { Verdict::default() } else { judge(&self.binary()) };
        Trial { rejected, refused, verdict }
    }
}
