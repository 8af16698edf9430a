import Analysis
import Record

/// Errors, gates and doubts, as the other reports tell them.
enum GatesPart {
  static func section(_ model: PageModel) -> PageSection? {
    let sections: [Section] = [
      WarningSection.all, GateSection.all, ErrorSection.all, DriftSection.all, MemorySection.all,
    ]
    let blocks = sections.flatMap { $0(model.findings) ?? [] }
    return PageSection(
      id: "gates", name: "Gates", finding: finding(model),
      reading:
        "What was looked at before a trial counted, what went wrong, and every doubt about the numbers.",
      body: HTMLRenderer(depth: 1).html(blocks))
  }

  private static func finding(_ model: PageModel) -> HTML {
    let cells = model.comparison.cells
    let trials = cells.flatMap { model.table[$0.cell.participant, $0.condition.id] }
    let lost = trials.count { !$0.isObservation }
    let errors = cells.reduce(0) { $0 + $1.cell.errors.values.reduce(0, +) }
    let wrong = cells.reduce(0) { $0 + $1.cell.wrongAnswers }
    let answers =
      errors + wrong == 0
      ? "no request failed and no answer was wrong"
      : "\(Figures.count(errors, "request")) failed, \(Figures.count(wrong, "answer")) were wrong"
    return "\(Figures.count(lost)) of \(Figures.count(trials.count, "trial")) count for nothing; \(answers)"
  }
}

/// How it was measured, where, and how to do it again.
enum MethodPart {
  static func section(_ model: PageModel) -> PageSection? {
    let sections: [Section] = [MethodSection.all, DeviationSection.all, EnvironmentSection.all]
    let blocks = sections.flatMap { $0(model.findings) ?? [] }
    return PageSection(
      id: "method", name: "Method", finding: "How it was measured, and how to measure it again", reading: "",
      body: reproduction(model) + HTMLRenderer(depth: 1).html(blocks))
  }

  private static func reproduction(_ model: PageModel) -> HTML {
    """
    <h3>Again <button class="button script" data-copy="command">copy</button></h3>\
    <pre id="command">\(ReproductionSection.commands(model.findings).joined(separator: "\n"))</pre>\
    <p class="note">Beside this page are the plan and the machine (<a href="run.json">run.json</a>), every trial with its histograms \
    (<a href="journal.jsonl">journal.jsonl</a>), what apps did meanwhile (<a href="series.jsonl">series.jsonl</a>) and what follows from \
    them (<a href="comparison.json">comparison.json</a>, <a href="comparison.csv">comparison.csv</a>).</p>
    """
  }
}
