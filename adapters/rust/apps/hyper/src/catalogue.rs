//! The rules of the parameters, from workloads.json.

use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Parameter {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub array: bool,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub min_length: Option<usize>,
    pub max_length: Option<usize>,
    pub pattern: Option<String>,
    pub values: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Form {
    form: Option<Vec<Parameter>>,
}

#[derive(Deserialize)]
struct Endpoint {
    name: String,
    parameters: Option<Vec<Parameter>>,
    query: Option<Vec<Parameter>>,
    body: Option<Form>,
}

#[derive(Deserialize)]
struct File {
    endpoints: Vec<Endpoint>,
}

/// The parameters of paths, queries and forms, by endpoint.
pub struct Catalogue(HashMap<String, Vec<Parameter>>);

impl Catalogue {
    pub fn read(path: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let file: File = serde_json::from_slice(&std::fs::read(path)?)?;
        let rules = file.endpoints.into_iter().filter_map(|endpoint| {
            let form = endpoint.body.and_then(|body| body.form);
            endpoint.parameters.or(endpoint.query).or(form).map(|rules| (endpoint.name, rules))
        });
        Ok(Catalogue(rules.collect()))
    }

    /// The rules of an endpoint's parameters; none of an endpoint without any.
    pub fn rules(&self, endpoint: &str) -> &[Parameter] {
        self.0.get(endpoint).map_or(&[], Vec::as_slice)
    }
}
