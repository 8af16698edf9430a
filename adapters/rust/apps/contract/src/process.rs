//! What the adapter has told the app, and the workers that serve.

use std::error::Error;
use std::future::Future;
use std::net::TcpListener;
use std::os::unix::io::FromRawFd;

pub type Result<Value> = std::result::Result<Value, Box<dyn Error + Send + Sync>>;

fn variable(name: &str) -> Result<String> {
    let given = std::env::var(name);
    given.map_err(|_| format!("{name} is not set: this app is started by its adapter").into())
}

/// How many threads are to serve.
pub fn workers() -> Result<usize> {
    Ok(variable("HARNESS_WORKERS")?.parse()?)
}

/// The socket that the adapter has bound, which does not block.
pub fn listener() -> Result<TcpListener> {
    let descriptor = variable("HARNESS_LISTEN_FD")?.parse()?;
    // SAFETY: the adapter bound this socket for us and nobody else uses the descriptor.
    let listener = unsafe { TcpListener::from_raw_fd(descriptor) };
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves with tokio's workers, which are watched.
pub fn run<Serving>(serve: impl FnOnce(TcpListener) -> Serving + Send + 'static) -> Result<()>
where
    Serving: Future<Output = Result<()>> + Send,
{
    let listener = listener()?;
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = harness_agent::build(builder.worker_threads(workers()?).enable_all())?;
    runtime.block_on(async { tokio::spawn(async move { serve(listener).await }).await? })
}
