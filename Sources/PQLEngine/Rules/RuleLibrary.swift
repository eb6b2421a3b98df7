import PQLModel
package import PQLPlan
import PQLSyntax

/// The rules of good data and good practice that ship with the program.
///
/// They are PQL like anybody's: a rule of one's own takes the place of the one of its name here, and one
/// whose condition is `false` is switched off. What a rule's `because` says ends no sentence.
package enum RuleLibrary {
  /// The rules, in the order `problems` tells them; `Documentation/rules.pql` is a copy.
  package static let text = """
    # The rules that `problems` asks without being told any. A rule of such a name takes its place, and in
    # its condition the name means the rule of the library; `when false` switches it off:
    #
    #     rule overdue for deals when overdue and amount > 10k because "late, and worth a call"
    #     rule no_items for deals when false

    rule missing_amount for deals when open and amount is missing warn because "an open deal without an amount is in no sum"

    rule missing_owner for deals when open and owner is missing warn because "nobody works on the deal"

    rule missing_close_date for deals
      when open and close_date is missing
      warn because "an open deal without a close date is in no period"

    rule missing_next_step for deals when open and next_step is missing info because "nobody has said what comes next"

    rule overdue for deals when overdue warn because "the close date is past and the deal still open"

    rule stalled for deals when stalled warn because "longer in its stage than nine of ten won deals"

    rule pushed_thrice for deals
      when open and pushes >= 3
      warn because "the close date moved to a later month three times or more"

    rule no_activity for deals when open and (idle ?? age) > 14 days warn because "nothing was done for more than 14 days"

    rule no_reason for deals when lost and lost_reason is missing info because "nobody can learn why the deal was lost"

    rule odd_amount for deals
      when open and (amount > 10 * typical_amount or amount < typical_amount / 10)
      warn because "above ten times or under a tenth of its pipeline's median won deal"

    rule duplicate_name for deals
      when duplicate_name
      warn because "another open deal of the account has nearly the same name"

    rule stage_backward for deals when open and stage_backward info because "the last move went back to an earlier stage"

    rule lead_untouched for leads when untouched warn because "nobody has been in touch with the lead"

    rule no_items for deals when open and count(items) = 0 info because "the deal does not say what it would sell"

    """

  /// The same, read.
  package static let rules: [RuleDefinition] = {
    let source = SourceText(name: "<rules>", text: text)
    return parse(source).statements.compactMap { statement in
      guard case .rule(let rule) = statement.kind,
        let entity = rule.entity.flatMap({ EntityKind(word: $0.text) }),
        let severity = rule.severity.flatMap({ RuleSeverity(rawValue: $0.text) }),
        let because = rule.because
      else { return nil }
      return RuleDefinition(
        name: rule.name.text, entity: entity, condition: format(rule.when, in: source),
        severity: severity, because: because)
    }
  }()
}
