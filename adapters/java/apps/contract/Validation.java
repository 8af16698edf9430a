package apps.contract;

import java.util.stream.Collectors;
import javax.validation.Validator;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Bean Validation, whose rules are the annotations of records. */
final class Validation {
    private static final Validator VALIDATOR = javax.validation.Validation.byProvider(HibernateValidator.class)
            .configure()
            .ignoreXmlConfiguration()
            .messageInterpolator(new ParameterMessageInterpolator()) // the standard one needs an expression language
            .buildValidatorFactory()
            .getValidator();

    private Validation() {
    }

    static <T> T valid(T value) {
        var violations = VALIDATOR.validate(value);
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations.stream()
                    .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
                    .sorted()
                    .collect(Collectors.joining(", ")));
        }
        return value;
    }
}
