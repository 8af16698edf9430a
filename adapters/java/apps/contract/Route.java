package apps.contract;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which requests a handler answers: those of a method whose path is a prefix and, after it, so many parameters. */
public record Route(String method, String prefix, List<String> names, Handler handler) {
    /** Of a template such as /path/multiple/{user_id}/{post_id}. */
    static Route of(String method, String template, Handler handler) {
        int begin = template.indexOf('{');
        if (begin < 0) {
            return new Route(method, template, List.of(), handler);
        }
        String names = template.substring(begin + 1, template.length() - 1);
        return new Route(method, template.substring(0, begin), List.of(names.split("}/\\{")), handler);
    }

    /** The answer to a request that a server's own router has given to this route by the prefix. */
    public Answer answer(String method, String encodedPath, Request request) throws IOException {
        try {
            if (!method.equals(this.method) && !(method.equals("HEAD") && this.method.equals("GET"))) {
                throw Refusal.notFound();
            }
            return Answer.ok(handler.answer(request, parameters(encodedPath)));
        } catch (Refusal refusal) {
            return Answer.refused(refusal);
        } catch (StackOverflowError error) {
            return Answer.refused(Refusal.malformed("the body nests too deep"));
        }
    }

    private Map<String, List<String>> parameters(String encodedPath) {
        if (names.isEmpty()) {
            if (!encodedPath.equals(prefix)) {
                throw Refusal.notFound();
            }
            return Map.of();
        }
        String[] segments = encodedPath.substring(prefix.length()).split("/", -1);
        if (segments.length != names.size() || List.of(segments).contains("")) {
            throw Refusal.notFound();
        }
        Map<String, List<String>> parameters = new HashMap<>();
        for (int index = 0; index < segments.length; index++) {
            parameters.put(names.get(index), List.of(Fields.decodeSegment(segments[index])));
        }
        return parameters;
    }
}
