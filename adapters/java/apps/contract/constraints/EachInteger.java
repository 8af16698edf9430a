package apps.contract.constraints;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.validation.Constraint;
import javax.validation.Payload;

/** The range of each of several integers: Bean Validation 1.1 has no constraints of elements. */
@Constraint(validatedBy = EachIntegerRange.class)
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface EachInteger {
    long min() default 0;

    long max() default Long.MAX_VALUE;

    String message() default "must each be {min} to {max}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
