package apps.contract.constraints;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.validation.Constraint;
import javax.validation.Payload;
import javax.validation.ReportAsSingleViolation;
import javax.validation.constraints.Pattern;

/** A path's text of letters, digits, `_` and `-`. */
@Pattern(regexp = "[A-Za-z0-9_-]{1,255}")
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Identifier {
    String message() default "must be 1 to 255 letters, digits, _ or -";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
