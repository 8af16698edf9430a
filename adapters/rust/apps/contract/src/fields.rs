//! The fields of queries and urlencoded forms, whose names may be repeated.

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{json, Map, Value};

/// Names and values as they came.
pub type Pairs = Vec<(String, String)>;

pub fn pairs(encoded: &[u8]) -> Pairs {
    form_urlencoded::parse(encoded).into_owned().collect()
}

/// Values as strings, repeated names as arrays.
pub fn object(pairs: Pairs) -> Value {
    let mut answer = Map::new();
    for (name, value) in pairs {
        match answer.get_mut(&name) {
            None => drop(answer.insert(name, json!(value))),
            Some(Value::Array(values)) => values.push(json!(value)),
            Some(first) => *first = json!([first.take(), value]),
        }
    }
    Value::Object(answer)
}

/// The fields as a type, whose sequences are repeated names.
pub fn typed<Fields: DeserializeOwned>(pairs: Pairs) -> Result<Fields, Error> {
    let mut given: Vec<(String, Texts)> = vec![];
    for (name, text) in pairs {
        match given.iter_mut().find(|(known, _)| *known == name) {
            Some((_, Texts(texts))) => texts.push(text),
            None => given.push((name, Texts(vec![text]))),
        }
    }
    Fields::deserialize(MapDeserializer::new(given.into_iter()))
}

/// The values of one name.
struct Texts(Vec<String>);

impl Texts {
    fn single(mut self) -> Result<String, Error> {
        match self.0.len() {
            1 => Ok(self.0.remove(0)),
            count => Err(Error::custom(format!("{count} values where one is allowed"))),
        }
    }
}

impl IntoDeserializer<'_> for Texts {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Texts {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.single()?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.single()?.parse().map_err(Error::custom)?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i64(self.single()?.parse().map_err(Error::custom)?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u64(self.single()?.parse().map_err(Error::custom)?)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(self.0.into_iter()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.single()?.into_deserializer().deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 u8 u16 u32 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::{QueryFew, QueryMedium};
    use serde::Serialize;

    fn answer<Fields: DeserializeOwned + Serialize>(query: &str) -> Result<Value, String> {
        let fields: Fields = typed(pairs(query.as_bytes())).map_err(|error| error.to_string())?;
        Ok(serde_json::to_value(fields).unwrap())
    }

    #[test]
    fn exactly_what_was_given_is_answered_with_types() {
        assert_eq!(answer::<QueryFew>("q=a+b&page=2&other=1"), Ok(json!({"q": "a b", "page": 2})));
        let medium = "category=a&tags=x&tags=y&min_price=0.5&sort=price&limit=100";
        let typed =
            json!({"category": "a", "tags": ["x", "y"], "min_price": 0.5, "sort": "price", "limit": 100});
        assert_eq!(answer::<QueryMedium>(medium), Ok(typed));
        assert_eq!(answer::<QueryMedium>("category=a&tags=x"), Ok(json!({"category": "a", "tags": ["x"]})));
    }

    #[test]
    fn what_breaks_a_rule_is_refused() {
        for query in
            ["", "page=1", "q=", "q=a&q=b", "q=a&page=", "q=a&page=0", "q=a&page=+1", "q=a&limit=1e1"]
        {
            assert!(answer::<QueryFew>(query).is_err(), "{query}");
        }
        for rest in ["tags=", "min_price=NaN", "min_price=-1", "min_price=", "sort=bogus", "order="] {
            assert!(answer::<QueryMedium>(&format!("category=a&{rest}")).is_err(), "{rest}");
        }
    }

    #[test]
    fn repeated_names_are_arrays_of_strings() {
        let object = object(pairs(b"a=1&b=2&a=&a=3"));
        assert_eq!(object, json!({"a": ["1", "", "3"], "b": "2"}));
    }
}
