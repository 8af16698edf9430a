'use strict';

/** The fields of a query or a form as an object; those of a repeated name are an array in their order. */
function fields(text) {
  const object = Object.create(null); // a field may be named __proto__
  for (const [name, value] of new URLSearchParams(text)) {
    object[name] = name in object ? [].concat(object[name], value) : value;
  }
  return object;
}

module.exports = { fields };
