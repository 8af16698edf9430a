package apps.contract.constraints;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.validation.Constraint;
import javax.validation.Payload;

/** The length of each of several texts in characters: Bean Validation 1.1 has no constraints of elements. */
@Constraint(validatedBy = EachTextLength.class)
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface EachText {
    int min() default 1;

    int max();

    String message() default "must each have {min} to {max} characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
