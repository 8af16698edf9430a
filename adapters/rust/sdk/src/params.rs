//! The parameters of requests.

use crate::errors::{invalid, ProtocolError};
use serde_json::Value;
use std::time::Duration;

/// What an app is started with.
pub struct Settings {
    pub workers: u64,
    pub cpus: Vec<u64>,
    pub ports: Option<(u16, u16)>,
    /// Whether runtime agents count in it.
    pub agents: bool,
    /// Whether it will be profiled.
    pub profiler: bool,
    pub health_timeout: Duration,
}

pub fn text<'a>(params: &'a Value, name: &str) -> Result<&'a str, ProtocolError> {
    params[name].as_str().ok_or_else(|| invalid(format!("`{name}` must be a string")))
}

fn whole(params: &Value, name: &str) -> Result<u64, ProtocolError> {
    params[name].as_u64().ok_or_else(|| invalid(format!("`{name}` must be a whole number")))
}

pub fn counts(params: &Value, name: &str) -> Result<Vec<u64>, ProtocolError> {
    let values = params[name].as_array().and_then(|values| values.iter().map(Value::as_u64).collect());
    values.ok_or_else(|| invalid(format!("`{name}` must be an array of whole numbers")))
}

fn flag(params: &Value, name: &str, otherwise: bool) -> Result<bool, ProtocolError> {
    match &params[name] {
        Value::Null => Ok(otherwise),
        value => value.as_bool().ok_or_else(|| invalid(format!("`{name}` must be true or false"))),
    }
}

fn port(ports: &Value, name: &str) -> Result<u16, ProtocolError> {
    let number = u16::try_from(whole(ports, name)?);
    number.map_err(|_| invalid(format!("`ports.{name}` must be at most 65535")))
}

/// What `app/start` asks for, besides the framework.
pub fn settings(params: &Value) -> Result<Settings, ProtocolError> {
    let workers = whole(params, "workers")?;
    if workers == 0 {
        return Err(invalid("`workers` must be at least 1"));
    }
    let ports = match &params["ports"] {
        Value::Null => None,
        ports => Some((port(ports, "first")?, port(ports, "last")?)),
    };
    Ok(Settings {
        workers,
        cpus: counts(params, "cpus")?,
        ports,
        agents: flag(params, "agents", true)?,
        profiler: flag(params, "profiler", false)?,
        health_timeout: Duration::from_nanos(whole(params, "healthTimeoutNanoseconds")?),
    })
}
