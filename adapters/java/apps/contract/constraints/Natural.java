package apps.contract.constraints;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.validation.Constraint;
import javax.validation.Payload;
import javax.validation.ReportAsSingleViolation;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;

/** An integer that is not negative and that every double holds exactly. */
@Min(0)
@Max((1L << 53) - 1)
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Natural {
    String message() default "must be an integer from 0 to 2^53 - 1";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
