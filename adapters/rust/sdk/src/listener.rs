//! The socket that an app inherits.

use crate::errors::{ProtocolError, PORT_RANGE_FULL};
use std::io::ErrorKind::{AddrInUse, PermissionDenied};
use std::net::TcpListener;
use std::os::unix::io::AsRawFd;

const BACKLOG: i32 = 4096;

/// A listening socket on a free port of the range, or on any free port (rule S1).
pub fn listen(ports: Option<(u16, u16)>) -> Result<TcpListener, ProtocolError> {
    let (first, last) = ports.unwrap_or((0, 0));
    for port in first..=last {
        match TcpListener::bind(("127.0.0.1", port)) {
            Ok(listener) => {
                // SAFETY: a plain system call; a second listen only sets the backlog.
                unsafe { libc::listen(listener.as_raw_fd(), BACKLOG) };
                return Ok(listener);
            }
            Err(error) if matches!(error.kind(), AddrInUse | PermissionDenied) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let message = format!("no port from {first} to {last} is free");
    Err(ProtocolError::new(PORT_RANGE_FULL, message).hint("give a wider --ports range, or leave it out"))
}
