//! How routes are put together, and the parameters of paths, which warp gives as they came.

use contract::fields::Pairs;
use percent_encoding::percent_decode_str;
use std::convert::Infallible;
use std::str::FromStr;
use warp::filters::BoxedFilter;
use warp::reply::Json;
use warp::{Filter, Rejection};

pub type Route = BoxedFilter<(Json,)>;

/// The first of some routes that takes the request.
pub fn any(routes: impl IntoIterator<Item = Route>) -> Route {
    let none = warp::any().and_then(|| async { Err::<Json, Rejection>(warp::reject::not_found()) }).boxed();
    routes.into_iter().fold(none, |before, route| before.or(route).unify().boxed())
}

/// Routes whose paths begin with a segment.
pub fn within(segment: &'static str, routes: impl IntoIterator<Item = Route>) -> Route {
    warp::path(segment).and(any(routes)).boxed()
}

/// The last segment of a path.
pub fn last(segment: &'static str) -> BoxedFilter<()> {
    warp::path(segment).and(warp::path::end()).boxed()
}

/// A segment, percent-decoded.
struct Segment(String);

impl FromStr for Segment {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Segment(percent_decode_str(text).decode_utf8_lossy().into_owned()))
    }
}

/// A GET of a segment and one more for each name.
pub fn named(segment: &'static str, names: &'static [&'static str]) -> BoxedFilter<(Pairs,)> {
    let begin = warp::path(segment).map(Pairs::new).boxed();
    let with_next = |filter: BoxedFilter<(Pairs,)>, name: &&'static str| {
        let name = *name;
        let add = move |mut pairs: Pairs, segment: Segment| {
            pairs.push((name.into(), segment.0));
            pairs
        };
        filter.and(warp::path::param()).map(add).boxed()
    };
    names.iter().fold(begin, with_next).and(warp::path::end()).and(warp::get()).boxed()
}
