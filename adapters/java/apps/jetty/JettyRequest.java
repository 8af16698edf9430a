package apps.jetty;

import apps.contract.Counts;
import apps.contract.Refusal;
import apps.contract.Request;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.Part;

/** A request whose query and forms Jetty reads. */
record JettyRequest(HttpServletRequest request) implements Request {
    @Override
    public InputStream body() throws IOException {
        return request.getInputStream();
    }

    @Override
    public Map<String, List<String>> query() {
        return parameters();
    }

    @Override
    public Map<String, List<String>> form() {
        return parameters();
    }

    private Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        try {
            request.getParameterMap().forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
        } catch (RuntimeException error) { // BadMessageException
            throw Refusal.malformed(error.getMessage());
        }
        return parameters;
    }

    @Override
    public Counts parts() throws IOException {
        Counts counts = Counts.NONE;
        try {
            for (Part part : request.getParts()) {
                counts = part.getSubmittedFileName() == null ? counts.withField() : counts.withFile(part.getSize());
            }
        } catch (ServletException | IOException | RuntimeException error) {
            throw Refusal.malformed(error.getMessage());
        }
        return counts;
    }
}
