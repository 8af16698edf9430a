from locust import FastHttpUser, task


class User(FastHttpUser):
    @task
    def get(self):
        self.client.get("/")
