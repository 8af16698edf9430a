//! Reads JSON as RFC 8259 has it. `serde_json` refuses what is JSON and no value of its own: numbers that no double
//! holds, lone surrogates and deep nesting. Here the first are null, the second U+FFFD.

use serde_json::{Map, Number, Value};

/// How many levels of arrays and objects a value may have.
pub const MAXIMUM_DEPTH: usize = 512;

/// The value that bytes stand for, or why they are no JSON.
pub fn parse(bytes: &[u8]) -> Result<Value, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_string())?;
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    if reader.at < text.len() {
        return reader.refuse();
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// The next byte; 0, which no JSON has, at the end.
    fn next(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn skip(&mut self, byte: u8) -> bool {
        let is_there = self.next() == byte;
        self.at += usize::from(is_there);
        is_there
    }

    fn skip_all(&mut self, wanted: impl Fn(u8) -> bool) -> usize {
        let begin = self.at;
        while wanted(self.next()) {
            self.at += 1;
        }
        self.at - begin
    }

    fn expect(&mut self, byte: u8) -> Result<(), String> {
        if self.skip(byte) {
            return Ok(());
        }
        self.refuse()
    }

    fn refuse<Wanted>(&self) -> Result<Wanted, String> {
        Err(format!("something else was expected at byte {}", self.at))
    }

    fn blanks(&mut self) {
        self.skip_all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    }

    /// A value with the blanks around it.
    fn value(&mut self, depth: usize) -> Result<Value, String> {
        self.blanks();
        let value = match self.next() {
            b'{' => self.object(depth + 1)?,
            b'[' => self.array(depth + 1)?,
            b'"' => Value::String(self.string()?),
            b't' => self.word("true", Value::Bool(true))?,
            b'f' => self.word("false", Value::Bool(false))?,
            b'n' => self.word("null", Value::Null)?,
            _ => self.number()?,
        };
        self.blanks();
        Ok(value)
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, String> {
        if !self.text[self.at..].starts_with(word) {
            return self.refuse();
        }
        self.at += word.len();
        Ok(value)
    }

    fn descend(&mut self, depth: usize) -> Result<(), String> {
        if depth > MAXIMUM_DEPTH {
            return Err(format!("it has more than {MAXIMUM_DEPTH} levels of arrays and objects"));
        }
        self.at += 1;
        self.blanks();
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Result<Value, String> {
        self.descend(depth)?;
        let mut values = vec![];
        if self.skip(b']') {
            return Ok(Value::Array(values));
        }
        loop {
            values.push(self.value(depth)?);
            if !self.skip(b',') {
                self.expect(b']')?;
                return Ok(Value::Array(values));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, String> {
        self.descend(depth)?;
        let mut members = Map::new();
        if self.skip(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.blanks();
            if self.next() != b'"' {
                return self.refuse();
            }
            let name = self.string()?;
            self.blanks();
            self.expect(b':')?;
            members.insert(name, self.value(depth)?);
            if !self.skip(b',') {
                self.expect(b'}')?;
                return Ok(Value::Object(members));
            }
        }
    }

    fn digits(&mut self) -> Result<(), String> {
        match self.skip_all(|byte| byte.is_ascii_digit()) {
            0 => self.refuse(),
            _ => Ok(()),
        }
    }

    fn number(&mut self) -> Result<Value, String> {
        let begin = self.at;
        self.skip(b'-');
        if !self.skip(b'0') {
            self.digits()?; // after a 0 there are none
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        let text = &self.text[begin..self.at];
        let whole = text.parse::<i64>().map(Number::from).or_else(|_| text.parse::<u64>().map(Number::from));
        let number = whole.ok().or_else(|| text.parse().ok().and_then(Number::from_f64));
        Ok(number.map_or(Value::Null, Value::Number))
    }

    /// A text, from its opening quotation mark on.
    fn string(&mut self) -> Result<String, String> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let begin = self.at;
            self.skip_all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            text.push_str(&self.text[begin..self.at]);
            if self.skip(b'"') {
                return Ok(text);
            }
            self.expect(b'\\')?;
            text.push(self.escape()?);
        }
    }

    /// What stands after a backslash.
    fn escape(&mut self) -> Result<char, String> {
        let letter = self.next();
        self.at += 1;
        match letter {
            b'"' | b'\\' | b'/' => Ok(char::from(letter)),
            b'b' => Ok('\u{8}'),
            b'f' => Ok('\u{c}'),
            b'n' => Ok('\n'),
            b'r' => Ok('\r'),
            b't' => Ok('\t'),
            b'u' => self.utf16(),
            _ => self.refuse(),
        }
    }

    /// One code unit of UTF-16, or two that are a pair.
    fn utf16(&mut self) -> Result<char, String> {
        let unit = self.four_digits()?;
        let rest = self.at;
        if (0xd800..0xdc00).contains(&unit) && self.skip(b'\\') && self.skip(b'u') {
            let low = self.four_digits()?;
            if (0xdc00..0xe000).contains(&low) {
                let code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
        self.at = rest;
        Ok(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn four_digits(&mut self) -> Result<u32, String> {
        let mut unit = 0;
        for _ in 0..4 {
            match char::from(self.next()).to_digit(16) {
                Some(digit) => unit = unit * 16 + digit,
                None => return self.refuse(),
            }
            self.at += 1;
        }
        Ok(unit)
    }
}
