//! Child processes: they die with the adapter, and none is spawned after the end of its input.

use crate::process_tree;
use std::io::{Error, Result};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;

static GATE: Mutex<()> = Mutex::new(());

/// Spawns a child that dies with the adapter (rule S3). The calling thread must live as long as the adapter.
pub fn spawn(command: &mut Command) -> Result<Child> {
    let adapter = std::process::id() as i32;
    // SAFETY: only async-signal-safe calls between fork and exec.
    unsafe {
        command.pre_exec(move || {
            if libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) < 0 {
                return Err(Error::last_os_error());
            }
            if libc::getppid() != adapter {
                libc::_exit(1); // the adapter died before it could be asked for a signal
            }
            Ok(())
        });
    }
    let _open = GATE.lock();
    command.spawn()
}

/// Runs a command to its end and keeps what it writes.
pub fn output(command: &mut Command) -> Result<Output> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    spawn(command)?.wait_with_output()
}

/// From now on whoever spawns waits for ever.
pub fn refuse() {
    std::mem::forget(GATE.lock());
}

/// Kills everything below the adapter.
pub fn kill_all() {
    // SAFETY: a plain system call; the orphans of what is killed become children, so that none is lost.
    unsafe { libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1) };
    process_tree::kill(|| process_tree::pids(std::process::id() as i32).split_off(1));
}
