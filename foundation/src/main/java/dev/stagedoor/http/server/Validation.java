// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.stagedoor.json.Json;
import dev.stagedoor.json.JsonProblems;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.metadata.BeanDescriptor;
import jakarta.validation.metadata.CascadableDescriptor;
import jakarta.validation.metadata.ConstraintDescriptor;
import jakarta.validation.metadata.ContainerDescriptor;
import jakarta.validation.metadata.ElementDescriptor;
import jakarta.validation.metadata.PropertyDescriptor;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.hibernate.validator.spi.nodenameprovider.JavaBeanProperty;
import org.hibernate.validator.spi.nodenameprovider.Property;

/**
 * Checks the constraints of wire records. Messages are English whatever the machine's locale, and are not evaluated as
 * expressions: no client's value ever reaches an expression language.
 */
final class Validation {
    private static final String NO_WORDS = "{" + Pattern.class.getName() + ".message}";

    private final Validator validator = jakarta.validation.Validation.byProvider(HibernateValidator.class)
            .configure()
            .defaultLocale(Locale.ENGLISH)
            .propertyNodeNameProvider(Validation::wireName)
            .messageInterpolator(new ParameterMessageInterpolator(Set.of(Locale.ENGLISH), Locale.ENGLISH, true))
            .buildValidatorFactory()
            .getValidator();

    /**
     * Whether a type has constraints at all; this also prepares them before the first request.
     *
     * @throws IllegalArgumentException if a pattern has no words of its own: Bean Validation would show the sender a
     *     regular expression
     */
    boolean constrains(Class<?> type) {
        BeanDescriptor bean = validator.getConstraintsForClass(type);
        requireWords(bean, new HashSet<>());
        return bean.isBeanConstrained();
    }

    private void requireWords(BeanDescriptor bean, Set<Class<?>> seen) {
        if (seen.add(bean.getElementClass())) {
            for (PropertyDescriptor property : bean.getConstrainedProperties()) {
                String name = bean.getElementClass().getSimpleName() + '.' + property.getPropertyName();
                requireWords(name, property, seen);
            }
        }
    }

    private <D extends ElementDescriptor & CascadableDescriptor & ContainerDescriptor> void requireWords(
            String name, D place, Set<Class<?>> seen) {
        for (ConstraintDescriptor<?> constraint : place.getConstraintDescriptors()) {
            if (constraint.getAnnotation() instanceof Pattern
                    && constraint.getMessageTemplate().equals(NO_WORDS)) {
                throw new IllegalArgumentException("the pattern of " + name + " needs a message in words");
            }
        }
        if (place.isCascaded()) {
            requireWords(validator.getConstraintsForClass(place.getElementClass()), seen);
        }
        place.getConstrainedContainerElementTypes().forEach(element -> requireWords(name, element, seen));
    }

    /** Refuses a value that breaks a constraint: 422 with every invalid field, sorted by path. */
    <B> B checked(B value) {
        Set<ConstraintViolation<B>> violations = validator.validate(value);
        if (violations.isEmpty()) {
            return value;
        }
        List<Problem.Field> fields = violations.stream()
                .map(violation -> new Problem.Field(wirePath(violation.getPropertyPath()), violation.getMessage()))
                .distinct()
                .sorted(Comparator.comparing(Problem.Field::name).thenComparing(Problem.Field::detail))
                .toList();
        Problem.Field first = fields.getFirst();
        Problem problem = Problem.of(ErrorCode.INVALID_REQUEST, first.name() + ": " + first.detail());
        for (Problem.Field field : fields) {
            problem = problem.field(field.name(), field.detail());
        }
        throw problem;
    }

    /** A component's name on the wire: as the mapper reads it, since some records name their fields themselves. */
    private static String wireName(Property property) {
        if (!(property instanceof JavaBeanProperty component)) {
            return property.getName();
        }
        DeserializationConfig config = Json.mapper().getDeserializationConfig();
        return config.introspect(config.constructType(component.getDeclaringClass())).findProperties().stream()
                .filter(known -> known.getInternalName().equals(property.getName()))
                .map(BeanPropertyDefinition::getName)
                .findFirst()
                .orElse(property.getName());
    }

    /** {@code grants.max_participants}; text in brackets comes from the client. */
    private static String wirePath(Path path) {
        StringBuilder text = new StringBuilder();
        for (Path.Node node : path) {
            if (node.isInIterable()) {
                Object at = node.getKey() == null
                        ? node.getIndex()
                        : JsonProblems.shown(node.getKey().toString());
                text.append('[').append(at == null ? "" : at).append(']');
            }
            String name = node.getName();
            if (name != null && !name.startsWith("<")) {
                text.append(text.isEmpty() ? "" : ".").append(name);
            }
        }
        return text.toString();
    }
}
