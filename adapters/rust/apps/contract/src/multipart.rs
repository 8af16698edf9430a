//! What is answered to multipart forms.

use serde::Serialize;

#[derive(Serialize, Default)]
pub struct Counts {
    pub files_received: usize,
    pub fields_received: usize,
    pub total_bytes: usize,
}

impl Counts {
    /// Counts one part; a file adds its bytes.
    pub fn add(&mut self, is_file: bool, bytes: usize) {
        if is_file {
            self.files_received += 1;
            self.total_bytes += bytes;
        } else {
            self.fields_received += 1;
        }
    }

    /// The counts of a form that has a file.
    pub fn with_files(self) -> Result<Self, &'static str> {
        if self.files_received > 0 {
            Ok(self)
        } else {
            Err("the form has no file")
        }
    }
}
