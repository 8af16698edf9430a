package apps.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is answered to a multipart form. */
public record Counts(
        @JsonProperty("files_received") int files,
        @JsonProperty("fields_received") int fields,
        @JsonProperty("total_bytes") long bytes) {
    public static final Counts NONE = new Counts(0, 0, 0);

    public Counts withFile(long size) {
        return new Counts(files + 1, fields, bytes + size);
    }

    public Counts withField() {
        return new Counts(files, fields + 1, bytes);
    }
}
