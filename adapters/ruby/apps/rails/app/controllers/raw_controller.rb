# frozen_string_literal: true

# Answers without validating.
class RawController < ContractController
  def health
    render json: { status: "ok" }
  end

  def body
    render json: body_json.to_json # a text would be taken for JSON already
  end

  def multipart
    render json: form_counts
  end

  def form
    render json: request.request_parameters
  end

  def query
    render json: request.query_parameters
  end

  def path
    render json: endpoint.parameters(path_texts)
  end
end
