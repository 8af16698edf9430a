package apps.contract.constraints;

import javax.validation.ConstraintValidator;
import javax.validation.ConstraintValidatorContext;

/** Checks {@link Text}. */
public final class TextLength implements ConstraintValidator<Text, String> {
    private int min;
    private int max;

    @Override
    public void initialize(Text rule) {
        min = rule.min();
        max = rule.max();
    }

    @Override
    public boolean isValid(String text, ConstraintValidatorContext context) {
        return text == null || isWithin(text, min, max);
    }

    static boolean isWithin(String text, int min, int max) {
        int length = text.codePointCount(0, text.length());
        return min <= length && length <= max;
    }
}
