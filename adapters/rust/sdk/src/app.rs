//! A workload app: its socket, its processes, its health and its end.

use crate::errors::{ProtocolError, PORT_RANGE_FULL, START_FAILED};
use crate::process_tree;
use serde_json::Value;
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::io::AsRawFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

const TAIL_LINES: usize = 20;
const STOP_GRACE: Duration = Duration::from_secs(2);
const LISTEN_DESCRIPTOR: i32 = 3;
const BACKLOG: i32 = 4096;

/// How to start an app.
pub struct Launch {
    pub command: Vec<String>,
    pub directory: PathBuf,
    pub environment: Vec<(String, String)>,
}

/// What an app is started with.
pub struct Settings {
    pub workers: u64,
    pub cpus: Vec<u64>,
    pub ports: Option<(u16, u16)>,
}

/// A running app.
pub struct App {
    pub name: String,
    pub port: u16,
    pub pid: i32,
    started_at: Instant,
    ending: Mutex<Option<ExitStatus>>,
    tail: Mutex<VecDeque<String>>,
    is_healthy: AtomicBool,
    is_stopping: AtomicBool,
}

/// A listening socket on a free port of the range, or on any free port (rule S1).
fn listen(ports: Option<(u16, u16)>) -> Result<TcpListener, ProtocolError> {
    let (first, last) = ports.unwrap_or((0, 0));
    for port in first..=last {
        match TcpListener::bind(("127.0.0.1", port)) {
            Ok(listener) => {
                // SAFETY: a plain system call; a second listen only sets the backlog.
                unsafe { libc::listen(listener.as_raw_fd(), BACKLOG) };
                return Ok(listener);
            }
            Err(error) if matches!(error.kind(), ErrorKind::AddrInUse | ErrorKind::PermissionDenied) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ProtocolError::new(PORT_RANGE_FULL, format!("no port from {first} to {last} is free"))
        .hint("give a wider --ports range, or leave it out"))
}

impl App {
    /// Starts an app; `on_exit` is called when it ends unasked. The calling thread must live as long as the adapter.
    pub fn start(
        name: String,
        launch: Launch,
        settings: &Settings,
        on_exit: impl FnOnce(&App) + Send + 'static,
    ) -> Result<Arc<App>, ProtocolError> {
        let listener = listen(settings.ports)?;
        let port = listener.local_addr()?.port();
        let mut words: Vec<String> = ["setpriv", "--pdeathsig", "KILL", "--"].map(String::from).to_vec();
        if !settings.cpus.is_empty() {
            let cpus: Vec<String> = settings.cpus.iter().map(u64::to_string).collect();
            words.extend(["taskset".to_string(), "-c".to_string(), cpus.join(",")]);
        }
        words.extend(launch.command);
        let descriptor = listener.as_raw_fd();
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .current_dir(launch.directory)
            .envs(launch.environment)
            .env("HARNESS_LISTEN_FD", LISTEN_DESCRIPTOR.to_string())
            .env("HARNESS_WORKERS", settings.workers.to_string())
            .env("PORT", port.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // SAFETY: only async-signal-safe calls between fork and exec.
        unsafe {
            command.pre_exec(move || {
                let clear = descriptor == LISTEN_DESCRIPTOR && libc::fcntl(descriptor, libc::F_SETFD, 0) < 0;
                if libc::setsid() < 0 || clear || libc::dup2(descriptor, LISTEN_DESCRIPTOR) < 0 {
                    return Err(std::io::Error::last_os_error());
                }
                Ok(())
            });
        }
        let started_at = Instant::now();
        let mut child = command.spawn().map_err(|error| {
            ProtocolError::new(START_FAILED, format!("cannot start {}: {error}", words[0]))
        })?;
        let app = Arc::new(App {
            name,
            port,
            pid: child.id() as i32,
            started_at,
            ending: Mutex::new(None),
            tail: Mutex::new(VecDeque::new()),
            is_healthy: AtomicBool::new(false),
            is_stopping: AtomicBool::new(false),
        });
        let outputs = [
            child.stdout.take().map(|output| app.keep_tail(output)),
            child.stderr.take().map(|output| app.keep_tail(output)),
        ];
        let watched = app.clone();
        thread::spawn(move || {
            let status = child.wait().unwrap_or_else(|_| ExitStatus::from_raw(0));
            *watched.ending.lock().unwrap_or_else(|poison| poison.into_inner()) = Some(status);
            if watched.is_healthy.load(Ordering::SeqCst) && !watched.is_stopping.load(Ordering::SeqCst) {
                watched.signal(libc::SIGKILL);
                outputs.into_iter().flatten().for_each(|reader| drop(reader.join()));
                on_exit(&watched);
            }
        });
        Ok(app)
    }

    fn keep_tail(self: &Arc<Self>, output: impl Read + Send + 'static) -> thread::JoinHandle<()> {
        let app = self.clone();
        thread::spawn(move || {
            for line in BufReader::new(output).split(b'\n').flatten() {
                let mut tail = app.tail.lock().unwrap_or_else(|poison| poison.into_inner());
                tail.push_back(String::from_utf8_lossy(&line).into_owned());
                if tail.len() > TAIL_LINES {
                    tail.pop_front();
                }
            }
        })
    }

    /// The last lines it wrote.
    pub fn tail(&self) -> Vec<String> {
        self.tail.lock().unwrap_or_else(|poison| poison.into_inner()).iter().cloned().collect()
    }

    /// How the root process ended; None while it runs.
    pub fn ending(&self) -> Option<ExitStatus> {
        *self.ending.lock().unwrap_or_else(|poison| poison.into_inner())
    }

    /// The time from the spawn to the first healthy answer; stops the app when there is none.
    pub fn wait_for_health(&self, timeout: Duration) -> Result<Duration, ProtocolError> {
        while self.started_at.elapsed() < timeout && self.ending().is_none() {
            if self.answers_health().unwrap_or(false) {
                self.is_healthy.store(true, Ordering::SeqCst);
                return Ok(self.started_at.elapsed());
            }
            sleep(Duration::from_millis(2));
        }
        let what = self.ending().map_or_else(
            || format!("no healthy answer within {timeout:?}"),
            |status| format!("it ended: {status}"),
        );
        self.stop();
        sleep(Duration::from_millis(50));
        Err(ProtocolError::new(START_FAILED, format!("the app did not start: {what}")).stderr(self.tail()))
    }

    fn answers_health(&self) -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream.write_all(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut start = [0; 12];
        stream.read_exact(&mut start)?;
        Ok(&start == b"HTTP/1.1 200")
    }

    /// Ends the whole tree.
    pub fn stop(&self) {
        self.is_stopping.store(true, Ordering::SeqCst);
        let tree = process_tree::pids(self.pid);
        let begin = Instant::now();
        self.signal(libc::SIGTERM);
        while begin.elapsed() < STOP_GRACE
            && (self.ending().is_none() || tree.iter().any(|&pid| process_tree::alive(pid)))
        {
            sleep(Duration::from_millis(5));
        }
        self.signal(libc::SIGKILL);
        for &pid in tree.iter().filter(|&&pid| process_tree::alive(pid)) {
            // SAFETY: a plain system call.
            unsafe { libc::kill(pid, libc::SIGKILL) };
        }
        while self.ending().is_none() {
            sleep(Duration::from_millis(2));
        }
    }

    fn signal(&self, number: i32) {
        // SAFETY: a plain system call; a group that is gone is no error.
        unsafe { libc::kill(-self.pid, number) };
    }
}

/// The exit code and the signal of an ending; one of them is null.
pub fn ending_json(status: Option<ExitStatus>) -> (Value, Value) {
    (
        Value::from(status.and_then(|status| status.code())),
        Value::from(status.and_then(|status| status.signal())),
    )
}
