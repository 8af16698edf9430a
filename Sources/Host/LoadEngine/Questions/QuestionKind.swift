/// Kinds of questions that are built in; each has forms enough for half a million of them.
package enum QuestionKind: String, CaseIterable, Sendable {
  case historical, mathematical, geographical, hypothetical, technical
  /// All of them in turn.
  case mixed

  /// What its questions are made of.
  package var texts: QuestionTexts { QuestionTexts(forms: forms, lists: Self.lists, ranges: Self.ranges) }

  private var forms: [String] {
    switch self {
    case .historical: Self.historicalForms
    case .mathematical: Self.mathematicalForms
    case .geographical: Self.geographicalForms
    case .hypothetical: Self.hypotheticalForms
    case .technical: Self.technicalForms
    case .mixed: (0..<4).flatMap { index in Self.allCases.dropLast().map { $0.forms[index] } }
    }
  }

  private static let historicalForms = [
    "What did people say of {topic} in {place} around {year}?",
    "Who decided about {topic} in {place} in the year {year}?",
    "How did {topic} change in {place} in the decades after {year}?",
    "Which letters from {place} tell of {topic} before {year}?",
  ]
  private static let mathematicalForms = [
    "What is the greatest common divisor of {large} and {big}?",
    "What is the remainder of {large} to the power of {small} when it is divided by {big}?",
    "How is {large} divided by {big} written in base {small}?",
    "Which primes lie between {large} and {large} plus {big}?",
  ]
  private static let geographicalForms = [
    "Which {aspect} is found {distance} kilometres {direction} of {city}?",
    "How does the {aspect} of {country} differ from that {distance} kilometres {direction} of {city}?",
    "How long is the way from {city} to the nearest {aspect} of {country}, by train at {distance} metres a minute?",
    "Would somebody from {city} know the {aspect} of {country}, {distance} kilometres away?",
  ]
  private static let hypotheticalForms = [
    "What would happen if {thing} became {property} for {span} in {place}?",
    "If {share} percent of {thing} were {property}, what would people in {place} do within {span}?",
    "Suppose that {thing} had been {property} in {place} since {year}: who would notice?",
    "How would {place} look after {span} without {thing}, if {share} percent of it were {property}?",
  ]
  private static let technicalForms = [
    "How would you keep a {structure} of {size} entries in {language} under {limit}?",
    "Why is a {structure} in {language} slow at {size} entries when there is {limit}?",
    "What would you log about a {structure} behind port {port} under {limit}?",
    "How would you test a {structure} in {language} that listens at port {port} with {size} clients?",
  ]
}
