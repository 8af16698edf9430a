package import JSON

/// Steps that a user carries out again and again.
package struct Flow: Sendable {
  package let name: String
  package let place: TextPlace
  /// How likely it is beside the other flows.
  package let weight: Int
  /// What a user does when it begins, before any flow.
  package let once: [Step]
  package let steps: [Step]
  /// Header fields of its steps' requests, but not of those in `once`.
  package let headers: [Scenario.Header]
  /// What a failed step ends.
  package let onError: Ending
  /// The first pause after a failure; doubled with each further one in a row, 10 s at the most.
  package let cooldownSeconds: Double
}

/// What a step can end.
package enum Ending: String, CaseIterable, Equatable, Sendable {
  case step = "continue"
  case flow = "end flow"
  case user = "end user"
}

/// One thing that a user does.
package struct Step: Sendable {
  /// What it is.
  package indirect enum Action: Sendable {
    case request(Request)
    /// In seconds.
    case pause(Draw)
    case assign([Assignment])
    case again(times: Int, [Step])
    case choose([(weight: Int, steps: [Step])])
    case branch(SlotJSON, equals: SlotJSON, then: [Step], otherwise: [Step])
    case end(Ending)
  }

  package let place: TextPlace
  package let action: Action
}

/// A kind of questions that is built in; a file may have others.
package enum QuestionName: String, CaseIterable, Equatable, Sendable {
  case historical, mathematical, geographical, hypothetical, technical, mixed
}

/// A variable that is given a value.
package struct Assignment: Sendable {
  /// What it is given.
  package enum Value: Equatable, Sendable {
    case number(Draw)
    case choice([String], weights: [Int])
    case text(SlotText)
    case uuid
    case now(isUnix: Bool)
    /// The next one of questions of these kinds, each as likely as its weight says.
    case question([WeightedQuestions])
    /// A row of the table of this name: for each of its columns a variable, `name.column`.
    case row(String)
  }

  /// A kind of questions, built in or of the file's own, and how likely it is.
  package struct WeightedQuestions: Equatable, Sendable {
    package let kind: String
    package let weight: Int
  }

  package let name: String
  package let place: TextPlace
  package let value: Value
}

/// A request, and what is made of its answer.
package struct Request: Sendable {
  /// The body.
  package enum Body: Equatable, Sendable {
    case json(SlotJSON)
    case form([(name: String, text: SlotText)])
    case text(SlotText)

    package static func == (first: Body, second: Body) -> Bool {
      switch (first, second) {
      case (.json(let first), .json(let second)): first == second
      case (.text(let first), .text(let second)): first == second
      case (.form(let first), .form(let second)):
        first.elementsEqual(second) { $0.name == $1.name && $0.text == $1.text }
      default: false
      }
    }
  }

  /// A value of the answer that a variable keeps.
  package struct Capture: Sendable {
    /// Which part of the answer tells it.
    package enum Source: Equatable, Sendable {
      /// A value of the body, by the decoded tokens of a JSON pointer.
      case body([String])
      /// A header field, by its name in small letters.
      case field(String)
      /// What a Set-Cookie field sets.
      case cookie(String)
      case status
    }

    package let name: String
    package let place: TextPlace
    package let source: Source
    /// The most bytes as it is written.
    package let most: Int
    package let isSecret: Bool
    package let isOptional: Bool
    /// Whether it is made a whole number, if it is not one already.
    package let isInteger: Bool
  }

  /// What a value of the answer must be.
  package struct Check: Sendable {
    package let place: TextPlace
    package let pointer: [String]
    package let expected: SlotJSON
  }

  /// When it is sent again.
  package struct Retry: Equatable, Sendable {
    package let connect: Bool
    package let reset: Bool
    package let timeout: Bool
    package let statuses: Set<Int>
    package let times: Int
    package let firstSeconds: Double
    package let factor: Double
    package let mostSeconds: Double
    package let jitter: Double
  }

  /// How often it is asked again until something has come to pass.
  package struct Poll: Sendable {
    /// What values of the answer must be then.
    package let until: [Check]
    package let everySeconds: Double
    package let times: Int
  }

  /// Unique in its flow; nil: it is called by its method and path.
  package var name: String?
  package let method: String
  package let path: SlotText
  package let query: [(name: String, text: SlotText)]
  package let headers: [Scenario.Header]
  package let body: Body?
  package let statuses: Set<Int>
  package let captures: [Capture]
  package let checks: [Check]
  package let retry: Retry?
  /// What answers with these statuses end.
  package let endings: [Int: Ending]
  package let isIdempotent: Bool
  /// Whether its time is a part of its flow's.
  package let isMeasured: Bool
  /// Until when it is asked again; nil: it is asked once.
  package var poll: Poll?
}
