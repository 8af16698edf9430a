//! The apps that run, shared by the threads that answer, watch and read.

use crate::app::App;
use crate::errors::{ProtocolError, UNKNOWN_APP};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

fn unknown(name: &str) -> ProtocolError {
    ProtocolError::new(UNKNOWN_APP, format!("no app {name} runs"))
}

#[derive(Clone, Default)]
pub struct Apps(Arc<Mutex<HashMap<String, Arc<App>>>>);

impl Apps {
    fn table(&self) -> MutexGuard<'_, HashMap<String, Arc<App>>> {
        self.0.lock().unwrap_or_else(|poison| poison.into_inner())
    }

    pub fn insert(&self, app: &Arc<App>) {
        self.table().insert(app.name.clone(), app.clone());
    }

    pub fn remove(&self, app: &App) {
        self.table().remove(&app.name);
    }

    pub fn find(&self, name: &str) -> Result<Arc<App>, ProtocolError> {
        let found = self.table().get(name).cloned();
        found.ok_or_else(|| unknown(name))
    }

    /// The app, which from now on ends as asked: no `app/exited` follows (rule E2).
    pub fn claim(&self, name: &str) -> Result<Arc<App>, ProtocolError> {
        let app = self.find(name)?;
        if app.claim() {
            Ok(app)
        } else {
            Err(unknown(name))
        }
    }

    /// Stops all of them at the same time.
    pub fn stop(&self, grace: Duration) {
        let running: Vec<Arc<App>> = self.table().values().cloned().collect();
        thread::scope(|scope| {
            for app in &running {
                scope.spawn(|| app.stop(grace));
            }
        });
    }
}
