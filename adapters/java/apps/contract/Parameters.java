package apps.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Binds the texts of a query, a form or a path to a record's components by their JSON names; what is absent is null. */
public final class Parameters<T extends Record> {
    private static final Map<Type, Function<String, ?>> READERS = Map.of(
            String.class, Function.identity(),
            Long.class, Texts::integer,
            Double.class, Texts::decimal,
            Boolean.class, Texts::truth,
            UUID.class, Texts::uuid,
            LocalDate.class, Texts::date,
            Instant.class, Texts::instant);

    private final List<Parameter> parameters;
    private final Constructor<T> constructor;

    public Parameters(Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        parameters = Stream.of(components).map(Parameter::of).toList();
        try {
            constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException error) {
            throw new AssertionError(error);
        }
    }

    /** The record of these texts, which keeps its rules. */
    public T valid(Map<String, List<String>> texts) {
        return Validation.valid(bound(texts));
    }

    /** The record of these texts, whatever its rules. */
    public T bound(Map<String, List<String>> texts) {
        Object[] values = parameters.stream().map(parameter -> parameter.read(texts)).toArray();
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException error) {
            throw new AssertionError(error);
        }
    }

    private record Parameter(String name, boolean isList, Function<String, ?> reader) {
        static Parameter of(RecordComponent component) {
            JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
            String name = named == null ? component.getName() : named.value();
            boolean isList = component.getGenericType() instanceof ParameterizedType;
            Type type = isList
                    ? ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
                    : component.getType();
            return new Parameter(name, isList, READERS.get(type));
        }

        Object read(Map<String, List<String>> texts) {
            List<String> given = texts.get(name);
            if (given == null) {
                return null;
            }
            try {
                return isList ? given.stream().map(reader).toList() : reader.apply(given.get(0));
            } catch (IllegalArgumentException | DateTimeException error) {
                throw Refusal.invalid(name + ": " + error.getMessage());
            }
        }
    }
}
