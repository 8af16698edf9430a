//! A workload app: its processes, its health and its end.

use crate::agent_folder::AgentFolder;
use crate::errors::{ProtocolError, START_FAILED};
use crate::listener::listen;
use crate::params::Settings;
use crate::profiling::Profiling;
use crate::{children, process_tree};
use serde_json::{json, Value};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Error, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::io::AsRawFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

/// What an app that is asked to end has time for before it is killed (rule E1).
pub const STOP_GRACE: Duration = Duration::from_secs(2);
const TAIL_LINES: usize = 20;
const DRAIN_TIMEOUT: Duration = Duration::from_millis(200);
const LISTEN_DESCRIPTOR: i32 = 3;

/// How to start an app.
pub struct Launch {
    pub command: Vec<String>,
    pub directory: PathBuf,
    pub environment: Vec<(String, String)>,
}

/// A running app.
pub struct App {
    pub name: String,
    pub port: u16,
    pub pid: i32,
    /// The folder with its counter pages; None without an agent, and when it has ended.
    agent_folder: Mutex<Option<AgentFolder>>,
    profiling: Mutex<Profiling>,
    started_at: Instant,
    ending: Mutex<Option<ExitStatus>>,
    tail: Mutex<VecDeque<String>>,
    /// Whether someone has taken it on to say that it ended: its start, a stop or `app/exited`.
    is_claimed: AtomicBool,
}

fn lock<Content>(mutex: &Mutex<Content>) -> MutexGuard<'_, Content> {
    mutex.lock().unwrap_or_else(|poison| poison.into_inner())
}

impl App {
    /// Starts an app; `on_exit` is called when it ends unasked after it was healthy.
    pub fn start(
        name: String,
        launch: Launch,
        settings: &Settings,
        agent_folder: Option<AgentFolder>,
        profiling: Profiling,
        on_exit: impl FnOnce(&App) + Send + 'static,
    ) -> Result<Arc<App>, ProtocolError> {
        let listener = listen(settings.ports)?;
        let port = listener.local_addr()?.port();
        let mut words = launch.command;
        if !settings.cpus.is_empty() {
            let cpus: Vec<String> = settings.cpus.iter().map(u64::to_string).collect();
            words.splice(0..0, ["taskset".to_string(), "-c".to_string(), cpus.join(",")]);
        }
        let descriptor = listener.as_raw_fd();
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .current_dir(launch.directory)
            .envs(launch.environment)
            .env("HARNESS_LISTEN_FD", LISTEN_DESCRIPTOR.to_string())
            .env("HARNESS_WORKERS", settings.workers.to_string())
            .env("PORT", port.to_string())
            .env_remove("HARNESS_AGENT_DIR")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(folder) = &agent_folder {
            command.env("HARNESS_AGENT_DIR", &folder.path);
        }
        // SAFETY: only async-signal-safe calls between fork and exec.
        unsafe {
            command.pre_exec(move || {
                let clear = descriptor == LISTEN_DESCRIPTOR && libc::fcntl(descriptor, libc::F_SETFD, 0) < 0;
                if libc::setsid() < 0 || clear || libc::dup2(descriptor, LISTEN_DESCRIPTOR) < 0 {
                    return Err(Error::last_os_error());
                }
                Ok(())
            });
        }
        let started_at = Instant::now();
        let mut child = children::spawn(&mut command).map_err(|error| {
            ProtocolError::new(START_FAILED, format!("cannot start {}: {error}", words[0]))
        })?;
        let app = Arc::new(App {
            name,
            port,
            pid: child.id() as i32,
            agent_folder: Mutex::new(agent_folder),
            profiling: Mutex::new(profiling),
            started_at,
            ending: Mutex::new(None),
            tail: Mutex::new(VecDeque::new()),
            is_claimed: AtomicBool::new(true),
        });
        let (open, drained) = mpsc::channel();
        if let Some(output) = child.stdout.take() {
            app.keep_tail(output, open.clone());
        }
        if let Some(output) = child.stderr.take() {
            app.keep_tail(output, open);
        }
        let watched = app.clone();
        thread::spawn(move || {
            let status = child.wait().unwrap_or_else(|_| ExitStatus::from_raw(0));
            if !watched.is_claimed.load(Ordering::SeqCst) {
                process_tree::kill(|| process_tree::group(watched.pid));
            }
            // Whoever sees the ending sees all that was written before; what holds the pipes open is not waited for.
            let _ = drained.recv_timeout(DRAIN_TIMEOUT);
            *lock(&watched.ending) = Some(status);
            if watched.claim() {
                watched.end_observers();
                on_exit(&watched);
            }
        });
        Ok(app)
    }

    /// Keeps the last lines of an output; `_open` is dropped at its end.
    fn keep_tail(self: &Arc<Self>, output: impl Read + Send + 'static, _open: Sender<()>) {
        let app = self.clone();
        thread::spawn(move || {
            let _open = _open;
            for line in BufReader::new(output).split(b'\n').flatten() {
                let mut tail = lock(&app.tail);
                tail.push_back(String::from_utf8_lossy(&line).into_owned());
                if tail.len() > TAIL_LINES {
                    tail.pop_front();
                }
            }
        });
    }

    /// The last lines it wrote.
    pub fn tail(&self) -> Vec<String> {
        lock(&self.tail).iter().cloned().collect()
    }

    /// How the root process ended; None while it runs.
    pub fn ending(&self) -> Option<ExitStatus> {
        *lock(&self.ending)
    }

    /// Its exit code and its signal; one of them is null.
    pub fn ending_json(&self) -> Value {
        let ending = self.ending();
        json!({"exitCode": ending.and_then(|it| it.code()), "signal": ending.and_then(|it| it.signal())})
    }

    /// True for the one caller that shall say that it ended.
    pub fn claim(&self) -> bool {
        !self.is_claimed.swap(true, Ordering::SeqCst)
    }

    /// The time from the spawn to the first healthy answer; stops the app when there is none.
    pub fn wait_for_health(&self, timeout: Duration) -> Result<Duration, ProtocolError> {
        while self.started_at.elapsed() < timeout && self.ending().is_none() {
            let left = timeout.saturating_sub(self.started_at.elapsed());
            if self.answers_health(left).unwrap_or(false) {
                let startup = self.started_at.elapsed();
                self.is_claimed.store(false, Ordering::SeqCst);
                if self.ending().is_none() || !self.claim() {
                    return Ok(startup);
                }
            }
            sleep(Duration::from_millis(2));
        }
        let what = self.ending().map_or_else(
            || format!("no healthy answer within {timeout:?}"),
            |status| format!("it ended: {status}"),
        );
        self.stop(STOP_GRACE);
        Err(ProtocolError::new(START_FAILED, format!("the app did not start: {what}")).stderr(self.tail()))
    }

    fn answers_health(&self, left: Duration) -> std::io::Result<bool> {
        let timeout = left.clamp(Duration::from_millis(1), Duration::from_secs(1));
        let mut stream = TcpStream::connect_timeout(&SocketAddr::from(([127, 0, 0, 1], self.port)), timeout)?;
        stream.set_read_timeout(Some(timeout))?;
        stream.write_all(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut start = [0; 12];
        stream.read_exact(&mut start)?;
        Ok(&start == b"HTTP/1.1 200")
    }

    /// Ends the whole tree, with SIGKILL after the grace; afterwards none of it is alive.
    pub fn stop(&self, grace: Duration) {
        self.is_claimed.store(true, Ordering::SeqCst);
        // Some may have left the group, others may have lost their parents.
        let known = process_tree::pids(self.pid);
        let left = || {
            let known = known.iter().copied().filter(|&pid| process_tree::alive(pid));
            known.chain(process_tree::group(self.pid)).collect::<Vec<i32>>()
        };
        let begin = Instant::now();
        process_tree::signal(-self.pid, libc::SIGTERM);
        while begin.elapsed() < grace && !left().is_empty() {
            sleep(Duration::from_millis(5));
        }
        process_tree::kill(left);
        while self.ending().is_none() {
            sleep(Duration::from_millis(1));
        }
        self.end_observers();
    }

    fn end_observers(&self) {
        *lock(&self.agent_folder) = None;
        // A request that has it just now ends, because the profiler ends with the app.
        if let Ok(mut profiling) = self.profiling.try_lock() {
            *profiling = Profiling::default();
        }
    }

    /// When a profile of it may begin and end.
    pub fn profiling(&self) -> MutexGuard<'_, Profiling> {
        lock(&self.profiling)
    }

    /// The path of the folder with its counter pages.
    pub fn agent_path(&self) -> Option<PathBuf> {
        lock(&self.agent_folder).as_ref().map(|folder| folder.path.clone())
    }
}
